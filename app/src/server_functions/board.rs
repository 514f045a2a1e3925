//! Questions and acts: deadlines and completeness.
