//! What several people or places on one page are called, so that no two of them are called the same: a label read
//! aloud says which of them it is.

use std::collections::BTreeMap;

/// Of each a short name and a longer one. The short one where nobody else has it, else the longer one, and where even
/// that is somebody else's, which of them it is: "Pat Bell (2)".
pub fn names_apart(all: &[[String; 2]]) -> Vec<String> {
    let count = |of: &[String]| {
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        of.iter().for_each(|name| *counted.entry(name.to_lowercase()).or_default() += 1);
        counted
    };
    let short: Vec<String> = all.iter().map(|[short, _]| short.clone()).collect();
    let many = count(&short);
    let chosen = all.iter().map(|[short, long]| if many[&short.to_lowercase()] > 1 { long } else { short });
    let chosen: Vec<String> = chosen.cloned().collect();
    let many = count(&chosen);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let number = |name: String| {
        let key = name.to_lowercase();
        if many[&key] == 1 {
            return name;
        }
        let place = seen.entry(key).or_default();
        *place += 1;
        format!("{name} ({place})")
    };
    chosen.into_iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(all: &[[&str; 2]]) -> Vec<String> {
        names_apart(&all.iter().map(|names| names.map(str::to_owned)).collect::<Vec<_>>())
    }

    #[test]
    fn whoever_shares_a_first_name_is_called_by_the_whole_one() {
        let all = [["Pat", "Pat Bell"], ["Ruth", "Ruth Calder"], ["pat", "Pat Cole"]];
        assert_eq!(apart(&all), ["Pat Bell", "Ruth", "Pat Cole"]);
    }

    #[test]
    fn whoever_shares_the_whole_name_is_counted() {
        let all = [["Pat", "Pat Bell"], ["Pat", "Pat Bell"], ["Pat Bell", "Pat Bell"]];
        assert_eq!(apart(&all), ["Pat Bell (1)", "Pat Bell (2)", "Pat Bell (3)"]);
        assert!(apart(&[]).is_empty());
    }
}
