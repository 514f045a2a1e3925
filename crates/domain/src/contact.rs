//! Contacts of a party: whom to telephone when a report is missing or a shortage is near.

/// A telephone number as people write it: digits with `+ - ( )` and blanks, 转 before an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(String);

/// An electronic address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// Somebody to be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// What they answer for, such as 值班调度; may be empty.
    pub duty: String,
    /// Telephone.
    pub phone: Option<Phone>,
    /// E-mail.
    pub email: Option<Email>,
    /// A remark; may be empty.
    pub note: String,
}

/// Why a contact is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// No name.
    #[error("请填写姓名（50 字以内）/ fill in the name (at most 50 characters)")]
    Name,
    /// Not a telephone number.
    #[error("电话号码不对，如 13700000000 或 0371-60000000转12 / not a telephone number, such as 13700000000")]
    Phone,
    /// Not an address.
    #[error("电子邮箱不对 / not an e-mail address")]
    Email,
    /// Neither telephone nor e-mail.
    #[error("电话和邮箱至少填一项 / fill in a telephone number or an e-mail address")]
    Unreachable,
    /// A text that is too long.
    #[error("文字过长，最多 200 字 / too long: at most 200 characters")]
    Long,
}

impl ContactError {
    /// Stable code for machines.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "contact_name_missing",
            Self::Phone => "phone_invalid",
            Self::Email => "email_invalid",
            Self::Unreachable => "contact_unreachable",
            Self::Long => "text_too_long",
        }
    }
}

impl Phone {
    /// Reads a number.
    ///
    /// # Errors
    /// [`ContactError::Phone`].
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        let known = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '（' | '）' | ' ' | '转');
        let digits = text.chars().filter(char::is_ascii_digit).count();
        // Three for 110 and 12345, twenty with country and extension.
        let fits = text.chars().all(known) && (3..=20).contains(&digits) && text.chars().count() <= 30;
        if fits { Ok(Self(text.to_owned())) } else { Err(ContactError::Phone) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Email {
    /// Reads an address, loosely: whether it exists only a letter can tell.
    ///
    /// # Errors
    /// [`ContactError::Email`].
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        let (name, host) = text.split_once('@').ok_or(ContactError::Email)?;
        let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\"".contains(c));
        let host_fits = host.contains('.') && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.');
        let fits = plain && !name.is_empty() && host_fits && text.len() <= 254;
        if fits { Ok(Self(text.to_owned())) } else { Err(ContactError::Email) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Contact {
    /// Reads a contact as typed; what is empty is not there.
    ///
    /// # Errors
    /// Everything that is wrong, with the name of its field.
    pub fn parse(
        name: &str,
        duty: &str,
        phone: &str,
        email: &str,
        note: &str,
    ) -> Result<Self, Vec<(&'static str, ContactError)>> {
        let mut wrong = Vec::new();
        let mut long = |field, text: &str| {
            if text.chars().count() > 200 {
                wrong.push((field, ContactError::Long));
            }
            text.trim().to_owned()
        };
        let (duty, note) = (long("duty", duty), long("note", note));
        if !(1..=50).contains(&name.trim().chars().count()) {
            wrong.push(("name", ContactError::Name));
        }
        let given = |text: &str| !text.trim().is_empty();
        let phone = given(phone).then(|| Phone::parse(phone)).transpose().map_err(|e| wrong.push(("phone", e)));
        let email = given(email).then(|| Email::parse(email)).transpose().map_err(|e| wrong.push(("email", e)));
        if let (Ok(None), Ok(None)) = (&phone, &email) {
            wrong.push(("phone", ContactError::Unreachable));
        }
        match (phone, email) {
            (Ok(phone), Ok(email)) if wrong.is_empty() => {
                Ok(Self { name: name.trim().to_owned(), duty, phone, email, note })
            }
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_taken_as_people_write_them() {
        for good in ["13700000000", "0371-60000000转12", "+86 371 6000 0000", "12345", "（0371）60000000"] {
            assert!(Phone::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "12", "1370000000O", "137/0000", "123456789012345678901"] {
            assert_eq!(Phone::parse(bad), Err(ContactError::Phone), "{bad}");
        }
    }

    #[test]
    fn addresses_have_a_name_and_a_host() {
        for good in ["li@example.cn", "值班@example.com.cn", "a.b+c@x.y"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in
            ["", "li", "li@", "@example.cn", "li@example", "li@@example.cn", "li @example.cn", "li@x.", "<li@x.y>"]
        {
            assert_eq!(Email::parse(bad), Err(ContactError::Email), "{bad}");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let wrong = Contact::parse(" ", "", "x", "y", &"长".repeat(201)).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["note", "name", "phone", "email"]);
        assert_eq!(Contact::parse("李", "", "", " ", "").unwrap_err(), [("phone", ContactError::Unreachable)]);
        let contact = Contact::parse(" 李 ", "调度", "110", "", "").unwrap();
        assert_eq!((contact.name.as_str(), contact.phone.unwrap().as_str()), ("李", "110"));
    }
}
