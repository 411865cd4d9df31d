//! The SQL of a model's table, written from its columns. A table belongs to a generation (`people_v3`);
//! the view `people` shows the one that counts.

use sha2::{Digest, Sha256};

use super::model::{Column, Kind, Model};

/// A model's table, whatever the model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [Column],
    pub(super) indexes: &'static [&'static str],
}

impl Table {
    pub(super) fn of<M: Model>() -> Self {
        Self { name: M::NAME, columns: M::columns(), indexes: M::indexes() }
    }

    /// The table of a generation.
    pub(super) fn generation(&self, generation: i64) -> String {
        format!("{}_v{generation}", self.name)
    }

    /// The generation that a table's name speaks of, if it is a table of this model.
    pub(super) fn generation_of(&self, table: &str) -> Option<i64> {
        table.strip_prefix(self.name)?.strip_prefix("_v")?.parse().ok()
    }

    /// Makes the table, and what must be indexed while it fills.
    pub(super) fn create(&self, generation: i64, postgres: bool) -> Vec<String> {
        let table = self.generation(generation);
        let (uuid, json) = if postgres { ("UUID", "JSON") } else { ("BLOB", "TEXT") };
        let columns: String = self.columns.iter().map(|column| definition(column, postgres) + ", ").collect();
        // Room on each page for the next version of its rows, so that most updates touch no index.
        let room = if postgres { " WITH (fillfactor = 85)" } else { "" };
        let mut statements = vec![format!(
            "CREATE TABLE {table} (id {uuid} NOT NULL PRIMARY KEY, {columns}doc {json} NOT NULL){room}"
        )];
        for column in self.columns.iter().filter(|column| column.lookup) {
            statements
                .push(format!("CREATE INDEX {table}_by_{name} ON {table} ({name})", name = column.name));
        }
        statements
    }

    /// Makes the indexes that queries want, and tells the planner what is in the table.
    pub(super) fn finish(&self, generation: i64) -> Vec<String> {
        let table = self.generation(generation);
        let indexes = self.indexes.iter().enumerate();
        let mut statements: Vec<String> = indexes
            .map(|(at, columns)| format!("CREATE INDEX {table}_{at} ON {table} ({columns})"))
            .collect();
        statements.push(format!("ANALYZE {table}"));
        statements
    }

    /// Shows a generation under the model's name.
    pub(super) fn show(&self, generation: i64) -> [String; 2] {
        let columns: String = self.columns.iter().map(|column| format!("{}, ", column.name)).collect();
        let (name, table) = (self.name, self.generation(generation));
        [
            format!("DROP VIEW IF EXISTS {name}"),
            format!("CREATE VIEW {name} AS SELECT id, {columns}doc FROM {table}"),
        ]
    }

    /// Digest of everything above: when it changes, the table is made anew.
    pub(super) fn shape(&self) -> String {
        let text = [self.create(0, true), self.finish(0), self.show(0).to_vec()].concat().join("\n");
        hex::encode(Sha256::digest(text))
    }

    /// Writes rows that stand in `source`, over what is there of the same ids.
    pub(super) fn upsert(&self, table: &str, source: &str) -> String {
        let names: String = self.columns.iter().map(|column| format!("{}, ", column.name)).collect();
        let changes: String = self
            .columns
            .iter()
            .map(|column| format!("{name} = excluded.{name}, ", name = column.name))
            .collect();
        format!(
            "INSERT INTO {table} (id, {names}doc) {source} \
             ON CONFLICT (id) DO UPDATE SET {changes}doc = excluded.doc"
        )
    }

    /// `VALUES ($1, $2, …), …` for a number of rows.
    pub(super) fn values(&self, rows: usize) -> String {
        let width = self.columns.len() + 2;
        let row = |row: usize| {
            let places: Vec<String> =
                (1..=width).map(|column| format!("${}", row * width + column)).collect();
            format!("({})", places.join(", "))
        };
        format!("VALUES {}", (0..rows).map(row).collect::<Vec<_>>().join(", "))
    }

    /// One array a column, on PostgreSQL: any number of rows with one statement text.
    pub(super) fn arrays(&self) -> String {
        let names: String = self.columns.iter().map(|column| format!("{}, ", column.name)).collect();
        let arrays: String = (2..)
            .zip(self.columns)
            .map(|(at, column)| format!("${at}::{}[], ", sql_type(column.kind, true)))
            .collect();
        let last = self.columns.len() + 2;
        format!(
            "SELECT id, {names}doc::json FROM unnest($1::uuid[], {arrays}${last}::text[]) AS given (id, {names}doc)"
        )
    }
}

fn definition(column: &Column, postgres: bool) -> String {
    let presence = if column.optional { "" } else { " NOT NULL" };
    // Put in order letter by letter, as SQLite does: the order that a server was set up with differs between servers.
    let order = if postgres && column.kind == Kind::Text { " COLLATE \"C\"" } else { "" };
    format!("{} {}{order}{presence}", column.name, sql_type(column.kind, postgres))
}

fn sql_type(kind: Kind, postgres: bool) -> &'static str {
    match (kind, postgres) {
        (Kind::Uuid, true) => "UUID",
        (Kind::Uuid, false) => "BLOB",
        (Kind::Text, _) => "TEXT",
        (Kind::Date, _) => "DATE",
        (Kind::Instant, true) => "TIMESTAMPTZ",
        (Kind::Instant, false) => "DATETIME",
        (Kind::Int, _) => "BIGINT",
        (Kind::Bool, _) => "BOOLEAN",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table = Table {
        name: "people",
        columns: &[Column::uuid("connector_id").lookup(), Column::date("seen_on").optional()],
        indexes: &["connector_id, seen_on"],
    };

    #[test]
    fn a_table_is_told_from_another_models_and_its_generation_from_its_name() {
        assert_eq!(TABLE.generation_of("people_v12"), Some(12));
        assert_eq!(TABLE.generation_of("people_vacant"), None);
        assert_eq!(TABLE.generation_of("peoples_v1"), None);
    }

    #[test]
    fn both_databases_get_the_same_columns_in_their_own_types() {
        assert_eq!(
            TABLE.create(3, false),
            [
                "CREATE TABLE people_v3 (id BLOB NOT NULL PRIMARY KEY, connector_id BLOB NOT NULL, seen_on DATE, doc TEXT NOT NULL)",
                "CREATE INDEX people_v3_by_connector_id ON people_v3 (connector_id)",
            ]
        );
        assert_eq!(
            TABLE.upsert("people_v3", &TABLE.arrays()),
            "INSERT INTO people_v3 (id, connector_id, seen_on, doc) \
             SELECT id, connector_id, seen_on, doc::json \
             FROM unnest($1::uuid[], $2::UUID[], $3::DATE[], $4::text[]) AS given (id, connector_id, seen_on, doc) \
             ON CONFLICT (id) DO UPDATE SET connector_id = excluded.connector_id, seen_on = excluded.seen_on, doc = excluded.doc"
        );
        assert_eq!(TABLE.values(2), "VALUES ($1, $2, $3, $4), ($5, $6, $7, $8)");
    }
}
