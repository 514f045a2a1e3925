//! What travels: templates, uploads, saved mappings, exports.
