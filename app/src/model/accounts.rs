//! What travels: sign-in, second factor, invitations, accounts.
