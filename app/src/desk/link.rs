//! The way to the server: there, lost and tried again, or closed.

/// How the way to the server is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Link {
    /// As far as is known, there.
    #[default]
    Up,
    /// Lost; so many attempts failed in a row.
    Down(u32),
    /// The session has ended: nothing is sent until the user has signed in again.
    SignedOut,
}

impl Link {
    pub(crate) const fn is_up(self) -> bool {
        matches!(self, Self::Up)
    }

    /// After one more failed attempt.
    pub(crate) const fn failed(self) -> Self {
        match self {
            Self::Up => Self::Down(1),
            Self::Down(failures) => Self::Down(failures.saturating_add(1)),
            Self::SignedOut => Self::SignedOut,
        }
    }

    /// After how many milliseconds to try again; the more attempts failed, the later. `None`: not by itself.
    pub(crate) fn retry_after(self) -> Option<u32> {
        match self {
            Self::Up | Self::SignedOut => None,
            Self::Down(failures) => Some(match failures {
                0 | 1 => 2_000,
                2 => 4_000,
                3 => 8_000,
                _ => 15_000,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_again_ever_later_but_never_gives_up() {
        let mut link = Link::Up;
        let mut waits = Vec::new();
        for _ in 0..6 {
            link = link.failed();
            waits.extend(link.retry_after());
        }
        assert_eq!(waits, [2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
        assert_eq!(Link::Down(u32::MAX).failed(), Link::Down(u32::MAX));
        assert_eq!((Link::Up.retry_after(), Link::SignedOut.failed().retry_after()), (None, None));
    }
}
