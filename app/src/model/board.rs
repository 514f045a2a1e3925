//! What travels: deadlines and completeness.
