//! Questions and acts: sign-in, second factor, invitations, accounts.
