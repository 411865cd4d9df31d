//! Closed lists of codes. Each has a stored name (snake case, a promise), words for people, and the
//! whole list in the order in which it is offered.

/// Declares an enum of codes: `codes! { /// doc  Name { Variant = "words a person reads", … } }`.
#[macro_export]
macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $label:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
                 serde::Serialize, serde::Deserialize, schemars::JsonSchema,
                 strum::EnumString, strum::IntoStaticStr, strum::Display)]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every code, in the order in which it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The words a person reads.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// The stored name, also the value in a form.
            pub fn code(self) -> &'static str {
                self.into()
            }
        }
    )+};
}
