use super::*;

fn at(text: &str) -> NaiveDateTime {
    text.replace(' ', "T").parse().or_else(|_| format!("{}:00", text.replace(' ', "T")).parse()).unwrap()
}

fn words(slots: &[NaiveDateTime]) -> Vec<String> {
    slots.iter().map(|slot| slot.format("%Y-%m-%d %H:%M").to_string()).collect()
}

#[test]
fn slots_follow_each_other_over_every_end_of_a_day_month_and_year() {
    let daily = Schedule::DailyAt(3, 30);
    for (schedule, now, newest, next) in [
        (Schedule::Hourly, "2026-11-23 10:00:00", "2026-11-23 10:00", "2026-11-23 11:00"),
        (Schedule::Hourly, "2026-11-23 10:59:59", "2026-11-23 10:00", "2026-11-23 11:00"),
        (Schedule::Hourly, "2026-11-23 23:59:59.999", "2026-11-23 23:00", "2026-11-24 00:00"),
        (Schedule::Hourly, "2026-11-30 23:30:00", "2026-11-30 23:00", "2026-12-01 00:00"),
        (Schedule::Hourly, "2028-02-28 23:30:00", "2028-02-28 23:00", "2028-02-29 00:00"),
        (Schedule::Hourly, "2027-02-28 23:30:00", "2027-02-28 23:00", "2027-03-01 00:00"),
        (Schedule::Hourly, "2026-12-31 23:00:00", "2026-12-31 23:00", "2027-01-01 00:00"),
        (Schedule::Hourly, "2027-01-01 00:00:00", "2027-01-01 00:00", "2027-01-01 01:00"),
        (daily, "2026-11-23 03:29:59", "2026-11-22 03:30", "2026-11-23 03:30"),
        (daily, "2026-11-23 03:30:00", "2026-11-23 03:30", "2026-11-24 03:30"),
        (daily, "2026-12-01 00:00:00", "2026-11-30 03:30", "2026-12-01 03:30"),
        (daily, "2028-03-01 01:00:00", "2028-02-29 03:30", "2028-03-01 03:30"),
        (daily, "2027-01-01 01:00:00", "2026-12-31 03:30", "2027-01-01 03:30"),
        (Schedule::DailyAt(0, 0), "2026-11-24 00:00:00", "2026-11-24 00:00", "2026-11-25 00:00"),
    ] {
        let now = at(now);
        assert_eq!(words(&[schedule.newest(now), schedule.next(now)]), [newest, next], "{schedule:?} {now}");
    }
}

#[test]
fn each_slot_is_due_once_at_its_minute() {
    let due = |job: Job, last: &str, now: &str| words(&job.due((!last.is_empty()).then(|| at(last)), at(now)));
    for (job, last, now, expect) in [
        // Never run: the newest.
        (Job::Evaluation, "", "2026-11-23 10:20:00", vec!["2026-11-23 10:00"]),
        (Job::Seasons, "", "2026-11-23 10:20:00", vec!["2026-11-23 00:00"]),
        (Job::CleanUp, "", "2026-11-23 01:00:00", vec!["2026-11-22 03:30"]),
        (Job::Evaluation, "2026-11-23 10:00", "2026-11-23 10:59:59", vec![]),
        (Job::Evaluation, "2026-11-23 10:00", "2026-11-23 11:00:00", vec!["2026-11-23 11:00"]),
        (Job::Evaluation, "2026-11-23 23:00", "2026-11-24 00:00:00", vec!["2026-11-24 00:00"]),
        (Job::Seasons, "2026-11-23 00:00", "2026-11-23 23:59:59", vec![]),
        (Job::AuditHead, "2026-11-23 00:05", "2026-11-24 00:04:59", vec![]),
        // A clock that was set back asks for nothing twice.
        (Job::Evaluation, "2026-11-23 11:00", "2026-11-23 10:30:00", vec![]),
    ] {
        assert_eq!(due(job, last, now), expect, "{job:?} {last} {now}");
    }
}

#[test]
fn a_program_that_was_down_catches_up_seasons_day_by_day_and_the_rest_by_the_newest() {
    let due = |job: Job, last: &str, now: &str| words(&job.due(Some(at(last)), at(now)));
    assert_eq!(
        due(Job::Seasons, "2026-11-12 00:00", "2026-11-15 10:20:00"),
        ["2026-11-13 00:00", "2026-11-14 00:00", "2026-11-15 00:00"]
    );
    assert_eq!(
        due(Job::Seasons, "2028-02-27 00:00", "2028-03-01 00:00:00"),
        ["2028-02-28 00:00", "2028-02-29 00:00", "2028-03-01 00:00"]
    );
    assert_eq!(due(Job::Seasons, "2026-12-30 00:00", "2027-01-01 09:00:00"), ["2026-12-31 00:00", "2027-01-01 00:00"]);
    let after_half_a_year = due(Job::Seasons, "2026-05-01 00:00", "2026-11-15 10:20:00");
    assert_eq!((after_half_a_year.len(), after_half_a_year[0].as_str()), (31, "2026-10-16 00:00"));
    for (job, newest) in [
        (Job::Evaluation, "2026-11-15 10:00"),
        (Job::Reminders, "2026-11-15 10:00"),
        (Job::AuditHead, "2026-11-15 00:05"),
        (Job::CleanUp, "2026-11-15 03:30"),
    ] {
        assert_eq!(due(job, "2026-11-12 00:00", "2026-11-15 10:20:00"), [newest], "{job:?}");
    }
}

#[test]
fn what_is_due_is_done_in_the_order_of_its_instants_and_a_season_before_what_is_judged_in_it() {
    let order = |last: &str, now: &str| -> Vec<String> {
        let due = all_due(|_| Some(at(last)), at(now));
        due.iter().map(|(slot, job)| format!("{} {}", slot.format("%d %H:%M"), job.code())).collect()
    };
    // Down for three days over the season's first day.
    assert_eq!(
        order("2026-11-12 10:00", "2026-11-15 10:20"),
        [
            "13 00:00 seasons",
            "14 00:00 seasons",
            "15 00:00 seasons",
            "15 00:05 audit_head",
            "15 03:30 clean_up",
            "15 10:00 evaluation",
            "15 10:00 reminders",
        ]
    );
    assert_eq!(
        order("2026-11-14 23:00", "2026-11-15 00:00"),
        ["15 00:00 seasons", "15 00:00 evaluation", "15 00:00 reminders"]
    );
    assert!(order("2026-11-15 10:00", "2026-11-15 10:20").is_empty());
}

#[test]
fn a_failed_attempt_is_followed_by_others_at_growing_distance() {
    let minutes: Vec<Option<i64>> = (1..=6).map(|n| Job::retry_after(n).map(|t| t.num_minutes())).collect();
    assert_eq!(minutes, [Some(1), Some(5), Some(15), Some(60), None, None]);
    assert!(Job::retry_after(Job::MOST_ATTEMPTS).is_none() && Job::retry_after(Job::MOST_ATTEMPTS - 1).is_some());
}

#[test]
fn who_owes_is_reminded_while_there_is_time() {
    for (due, grain, expect) in [
        ("2026-11-23 10:00", Grain::Day, "2026-11-23 08:00"),
        ("2026-11-23 15:00", Grain::Day, "2026-11-23 13:00"),
        // By the end of the 23rd: that afternoon.
        ("2026-11-24 00:00", Grain::Day, "2026-11-23 16:00"),
        ("2027-01-01 00:00", Grain::Day, "2026-12-31 16:00"),
        // By the end of the 3rd: from the 1st.
        ("2026-12-04 00:00", Grain::Month, "2026-12-01 08:00"),
        ("2026-12-01 00:00", Grain::Month, "2026-11-28 08:00"),
        ("2028-03-02 00:00", Grain::Month, "2028-02-28 08:00"),
        ("2027-01-04 00:00", Grain::Year, "2027-01-01 08:00"),
    ] {
        assert_eq!(words(&[remind_from(at(due), grain)]), [expect], "{due}");
    }
}

#[test]
fn codes_read_back() {
    for job in Job::ALL {
        assert_eq!(Job::parse(job.code()), Some(job));
    }
    assert_eq!(Job::parse("backup"), None);
}
