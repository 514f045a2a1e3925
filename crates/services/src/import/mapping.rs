//! Mappings: how somebody else's wide sheet is read. A TOML file names the columns; nothing is guessed.
//!
//! ```toml
//! period = "period"              # column with the period of a row
//!
//! [filter]                       # take only rows in which the column has this value
//! level = "state"
//!
//! [party]                        # whom a row is about
//! column = "area"
//! prefix = "IN-"                 # code = prefix + name in capitals, other characters as one `-`
//! create = "consumer_group"      # make unknown parties, of this kind; without it they are refused
//!
//! [[figure]]                     # one for each column that holds figures
//! column = "requirement_gwh"
//! item = "electricity.energy"
//! measure = "demand"
//! factor = "100"                 # GWh → 10⁴ kWh
//!
//! [[figure]]
//! column = "availability_gwh"
//! item = "electricity.energy"
//! measure = "delivered"
//! factor = "100"
//! supplier = "own"               # the party's own supplier: its code + `-SUPPLY`
//! ```
//! A supplier may also be one for all rows: `supplier = { code = "IN-COAL", name = "煤炭供应" }`.
//!
//! For sheets of parties that are in the registry already, as those made on screen are:
//!
//! ```toml
//! [party]
//! column = "单位"
//! known = true                   # the column holds codes or names of the registry
//! # or, instead of a column:  code = "ZZ-POWER", where every row is about this party
//!
//! [[figure]]
//! column = "计划"
//! item = "coal.thermal"
//! measure = "plan"
//! supplier = "row"               # the row's party supplies …
//! consumer = { column = "电厂" } # … to whom this column names, or { code = "…" }; without it into the city's pool
//! ```

use std::collections::BTreeMap;

use baogong_domain::{PartyCode, PartyKind, quantity::Decimal};
use serde::{Deserialize, Serialize};

use crate::ServiceError;

/// A mapping as its file says it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingFile {
    /// Column with the period.
    pub period: String,
    /// Rows to take: column and value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filter: BTreeMap<String, String>,
    /// Whom a row is about.
    pub party: PartyFile,
    /// Columns with figures.
    pub figure: Vec<FigureFile>,
}

/// Whom a row is about.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyFile {
    /// Column that names the party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Whether the column holds codes or names of the registry.
    #[serde(default, skip_serializing_if = "is_false")]
    pub known: bool,
    /// The party of all rows, instead of a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What precedes the name in the party's code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// The kind of parties that are made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A column with figures.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureFile {
    /// Its heading.
    pub column: String,
    /// Item, by code or name.
    pub item: String,
    /// Measure, by code or name.
    pub measure: String,
    /// The sheet's unit in the item's unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<String>,
    /// Who supplies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<SupplierFile>,
    /// Who is supplied, where the row's party supplies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumer: Option<ConsumerFile>,
}

/// Who supplies.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SupplierFile {
    /// `own` or `row`.
    Word(String),
    /// One for all rows.
    Named {
        /// Its code.
        code: String,
        /// Its name, where it is made.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
}

/// Who is supplied.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ConsumerFile {
    /// One for all rows.
    One {
        /// Its code.
        code: String,
    },
    /// Named in each row.
    Column {
        /// The column with its code or name.
        column: String,
    },
}

/// A mapping that has been checked as far as that is possible without a sheet.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Column with the period.
    pub period: String,
    /// Rows to take: column and value.
    pub filter: Vec<(String, String)>,
    /// Whom a row is about.
    pub party: MappedParty,
    /// The kind of parties that are made; `None`: unknown parties are refused.
    pub create: Option<PartyKind>,
    /// Columns with figures.
    pub columns: Vec<MappedColumn>,
}

/// Whom a row is about.
#[derive(Clone, Debug)]
pub enum MappedParty {
    /// The party that is named in this column; its code is the prefix and the name.
    Named {
        /// The column.
        column: String,
        /// What precedes the name in the party's code.
        prefix: String,
    },
    /// The party whose code or name in the registry stands in this column.
    Known {
        /// The column.
        column: String,
    },
    /// The same in all rows.
    One(PartyCode),
}

impl MappedParty {
    /// The column that names it.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Named { column, .. } | Self::Known { column } => Some(column),
            Self::One(_) => None,
        }
    }

    pub(crate) fn prefix(&self) -> &str {
        if let Self::Named { prefix, .. } = self { prefix } else { "" }
    }
}

/// A column that becomes figures.
#[derive(Clone, Debug)]
pub struct MappedColumn {
    /// Its heading.
    pub column: String,
    /// Item, by code or name.
    pub item: String,
    /// Measure, by code or name.
    pub measure: String,
    /// The sheet's unit in the item's unit.
    pub factor: Decimal,
    /// Who supplies.
    pub supplier: MappedSupplier,
}

/// Who supplies what a column states.
#[derive(Clone, Debug)]
pub enum MappedSupplier {
    /// Nobody: a demand-side measure.
    None,
    /// The party's own supplier, its code + `-SUPPLY`.
    Own,
    /// One for all rows.
    One(PartyCode, String),
    /// The row's party.
    Row(MappedConsumer),
}

/// Whom the row's party supplies.
#[derive(Clone, Debug)]
pub enum MappedConsumer {
    /// The city's pool.
    Pool,
    /// One for all rows.
    One(PartyCode),
    /// Whom this column names.
    Column(String),
}

impl MappedSupplier {
    /// The column that names who is supplied.
    pub(crate) fn consumer_column(&self) -> Option<&str> {
        if let Self::Row(MappedConsumer::Column(column)) = self { Some(column) } else { None }
    }
}

fn wrong(what: impl std::fmt::Display) -> ServiceError {
    ServiceError::invalid("mapping_invalid", format!("映射文件有误 / the mapping: {what}"))
}

impl MappingFile {
    /// The text of the file.
    ///
    /// # Errors
    /// None that is known; code `mapping_invalid`.
    pub fn write(&self) -> Result<String, ServiceError> {
        toml::to_string(self).map_err(wrong)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// What is wrong, in words; code `mapping_invalid`.
    pub fn read(text: &str) -> Result<Self, ServiceError> {
        toml::from_str(text).map_err(wrong)
    }

    /// Checks it as far as that is possible without a sheet.
    ///
    /// # Errors
    /// What is wrong, in words; code `mapping_invalid`.
    pub fn check(self) -> Result<Mapping, ServiceError> {
        let create = self.party.create.as_deref().map(PartyKind::parse).transpose();
        let party = match (self.party.column, self.party.code) {
            (Some(column), None) if self.party.known => MappedParty::Known { column },
            (Some(column), None) => MappedParty::Named { column, prefix: self.party.prefix },
            (None, Some(code)) => MappedParty::One(PartyCode::parse(&code).map_err(|e| wrong(format!("party: {e}")))?),
            _ => return Err(wrong("party: 写 column 或 code 之一 / name either its column or its code")),
        };
        if self.figure.is_empty() {
            return Err(wrong("没有数据列 / no column becomes figures"));
        }
        Ok(Mapping {
            period: self.period,
            filter: self.filter.into_iter().collect(),
            party,
            create: create.map_err(|e| wrong(format!("party.create: {e}")))?,
            columns: self.figure.into_iter().map(FigureFile::check).collect::<Result<_, _>>()?,
        })
    }
}

impl FigureFile {
    fn check(self) -> Result<MappedColumn, ServiceError> {
        let place = format!("figure {}", self.column);
        let code = |code: &str| PartyCode::parse(code).map_err(|e| wrong(format!("{place}: {e}")));
        let consumer = match self.consumer {
            None => MappedConsumer::Pool,
            Some(ConsumerFile::One { code: consumer }) => MappedConsumer::One(code(&consumer)?),
            Some(ConsumerFile::Column { column }) => MappedConsumer::Column(column),
        };
        let supplier = match (self.supplier, consumer) {
            (Some(SupplierFile::Word(word)), consumer) if word == "row" => MappedSupplier::Row(consumer),
            (_, MappedConsumer::One(_) | MappedConsumer::Column(_)) => {
                return Err(wrong(format!(
                    "{place}: consumer 只与 supplier = \"row\" 同用 / consumer goes with supplier = \"row\" only"
                )));
            }
            (None, _) => MappedSupplier::None,
            (Some(SupplierFile::Word(word)), _) if word == "own" => MappedSupplier::Own,
            (Some(SupplierFile::Word(word)), _) => {
                return Err(wrong(format!(
                    "{place}: supplier = \"{word}\"; write \"own\", \"row\" or {{ code = \"…\" }}"
                )));
            }
            (Some(SupplierFile::Named { code: supplier, name }), _) => {
                let supplier = code(&supplier)?;
                let name = name.unwrap_or_else(|| supplier.to_string());
                MappedSupplier::One(supplier, name)
            }
        };
        let factor = self.factor.as_deref().map_or(Ok(Decimal::ONE), Decimal::parse);
        Ok(MappedColumn {
            factor: factor.map_err(|e| wrong(format!("{place}: factor: {e}")))?,
            column: self.column,
            item: self.item,
            measure: self.measure,
            supplier,
        })
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// What is wrong, in words; code `mapping_invalid`.
    pub fn parse(text: &str) -> Result<Self, ServiceError> {
        MappingFile::read(text)?.check()
    }

    /// Headings that the mapping needs.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        let filters = self.filter.iter().map(|(column, _)| column.as_str());
        let columns = self.columns.iter().map(|c| c.column.as_str());
        let consumers = self.columns.iter().filter_map(|c| c.supplier.consumer_column());
        let row = [Some(self.period.as_str()), self.party.column()];
        row.into_iter().flatten().chain(filters).chain(columns).chain(consumers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_is_wrong() {
        let base = "period='p'\n[party]\ncolumn='a'\n[[figure]]\ncolumn='c'\nitem='coal.thermal'\nmeasure='plan'\n";
        assert!(Mapping::parse(base).is_ok());
        for (more, expect) in [
            ("supplier='them'", "own"),
            ("factor='x'", "factor"),
            ("colour='red'", "colour"),
            ("supplier={code='a b'}", "party code"),
            ("consumer={code='X'}", "row"),
            ("supplier='row'\nconsumer={code='a b'}", "party code"),
        ] {
            let error = Mapping::parse(&format!("{base}{more}\n")).unwrap_err().to_string();
            assert!(error.contains(expect), "{more}: {error}");
        }
        for (party, expect) in [
            ("column='a'\ncreate='king'", "consumer_group"),
            ("column='a'\ncode='X'", "either"),
            ("prefix='X'", "either"),
            ("code='a b'", "party"),
        ] {
            let error = Mapping::parse(&base.replace("column='a'", party)).unwrap_err().to_string();
            assert!(error.contains(expect), "{party}: {error}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let file = MappingFile {
            period: "日期".to_owned(),
            party: PartyFile { code: Some("MINE-1".to_owned()), ..PartyFile::default() },
            figure: vec![FigureFile {
                column: "计划 \"吨\"".to_owned(),
                item: "coal.thermal".to_owned(),
                measure: "plan".to_owned(),
                factor: Some("10".to_owned()),
                supplier: Some(SupplierFile::Word("row".to_owned())),
                consumer: Some(ConsumerFile::Column { column: "电厂".to_owned() }),
            }],
            ..MappingFile::default()
        };
        let mapping = Mapping::parse(&file.write().unwrap()).unwrap();
        assert!(matches!(&mapping.party, MappedParty::One(code) if code.as_str() == "MINE-1"));
        assert_eq!(mapping.headings().collect::<Vec<_>>(), ["日期", "计划 \"吨\"", "电厂"]);
        assert_eq!(mapping.columns[0].supplier.consumer_column(), Some("电厂"));
    }
}
