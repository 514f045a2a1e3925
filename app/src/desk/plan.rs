//! Sums of the counterpart plan: of what is typed now, exact to the thousandth.

use super::entry;

/// The sum of the numbers among these entries; `None` where there is none, for unknown is not zero.
pub(crate) fn sum<'a>(entries: impl IntoIterator<Item = &'a str>) -> Option<i128> {
    entries.into_iter().filter_map(entry::thousandths).map(i128::from).reduce(|a, b| a + b)
}

/// What is planned beyond the need, below zero what is still missing; where nothing is planned all of it is missing.
pub(crate) fn over(planned: Option<i128>, need: Option<&str>) -> Option<i128> {
    let need = i128::from(entry::thousandths(need?)?);
    Some(planned.unwrap_or(0) - need)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_and_pass_over_what_is_no_number() {
        assert_eq!(sum(["0.001", "999999999999.999", "", "abc"]), Some(1_000_000_000_000_000));
        assert_eq!(sum(["", "abc"]), None);
        assert_eq!(sum(["0"]), Some(0));
    }

    #[test]
    fn says_what_is_missing_where_the_need_is_known() {
        assert_eq!(over(Some(1_500), Some("2.000")), Some(-500));
        assert_eq!(over(Some(2_500), Some("2.000")), Some(500));
        assert_eq!(over(None, Some("2.000")), Some(-2_000));
        assert_eq!(over(Some(1), None), None);
    }
}
