//! What travels: parties and the key-enterprise roster.
