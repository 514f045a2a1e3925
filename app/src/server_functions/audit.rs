//! Questions and acts: the audit trail.
