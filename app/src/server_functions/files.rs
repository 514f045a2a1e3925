//! Questions and acts: templates, uploads, saved mappings, exports.
