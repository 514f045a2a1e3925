//! Questions and acts: parties and the key-enterprise roster.
