//! Questions and acts: the reporting desk.
