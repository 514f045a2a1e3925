//! What travels: the audit trail.
