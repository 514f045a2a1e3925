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

use std::collections::BTreeMap;

use baogong_domain::{PartyCode, PartyKind, quantity::Decimal};
use serde::Deserialize;

use crate::ServiceError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    period: String,
    #[serde(default)]
    filter: BTreeMap<String, String>,
    party: PartyFile,
    figure: Vec<FigureFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyFile {
    column: String,
    #[serde(default)]
    prefix: String,
    create: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureFile {
    column: String,
    item: String,
    measure: String,
    factor: Option<String>,
    supplier: Option<SupplierFile>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SupplierFile {
    Word(String),
    Named { code: String, name: Option<String> },
}

/// A mapping that has been checked as far as that is possible without a sheet.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Column with the period.
    pub period: String,
    /// Rows to take: column and value.
    pub filter: Vec<(String, String)>,
    /// Column with the name of the party.
    pub party: String,
    /// What precedes the name in the party's code.
    pub prefix: String,
    /// The kind of parties that are made; `None`: unknown parties are refused.
    pub create: Option<PartyKind>,
    /// Columns with figures.
    pub columns: Vec<MappedColumn>,
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
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// What is wrong, in words; code `mapping_invalid`.
    pub fn parse(text: &str) -> Result<Self, ServiceError> {
        let wrong =
            |what: String| ServiceError::invalid("mapping_invalid", format!("映射文件有误 / the mapping: {what}"));
        let file: MappingFile = toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
        let create = file.party.create.as_deref().map(PartyKind::parse).transpose();
        let create = create.map_err(|e| wrong(format!("party.create: {e}")))?;
        let column = |figure: FigureFile| {
            let place = format!("figure {}", figure.column);
            let factor = figure.factor.as_deref().map_or(Ok(Decimal::ONE), Decimal::parse);
            let supplier = match figure.supplier {
                None => MappedSupplier::None,
                Some(SupplierFile::Word(word)) if word == "own" => MappedSupplier::Own,
                Some(SupplierFile::Word(word)) => {
                    return Err(wrong(format!("{place}: supplier = \"{word}\"; write \"own\" or {{ code = \"…\" }}")));
                }
                Some(SupplierFile::Named { code, name }) => {
                    let code = PartyCode::parse(&code).map_err(|e| wrong(format!("{place}: {e}")))?;
                    let name = name.unwrap_or_else(|| code.to_string());
                    MappedSupplier::One(code, name)
                }
            };
            Ok(MappedColumn {
                factor: factor.map_err(|e| wrong(format!("{place}: factor: {e}")))?,
                column: figure.column,
                item: figure.item,
                measure: figure.measure,
                supplier,
            })
        };
        Ok(Self {
            period: file.period,
            filter: file.filter.into_iter().collect(),
            party: file.party.column,
            prefix: file.party.prefix,
            create,
            columns: file.figure.into_iter().map(column).collect::<Result<_, _>>()?,
        })
    }

    /// Headings that the mapping needs.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        let filters = self.filter.iter().map(|(column, _)| column.as_str());
        let columns = self.columns.iter().map(|c| c.column.as_str());
        [self.period.as_str(), self.party.as_str()].into_iter().chain(filters).chain(columns)
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
        ] {
            let error = Mapping::parse(&format!("{base}{more}\n")).unwrap_err().to_string();
            assert!(error.contains(expect), "{more}: {error}");
        }
        let error = Mapping::parse(&base.replace("column='a'", "column='a'\ncreate='king'")).unwrap_err().to_string();
        assert!(error.contains("consumer_group"), "{error}");
    }
}
