//! Pictures for a history, drawn from a few round shapes: no real face is in them. Each comes as a PNG, written
//! without compression, because what keeps them makes them anew anyhow.

/// A colour.
type Colour = [u8; 3];

/// Pixels along the side of a picture.
const SIDE: i64 = 400;

const BACKS: [Colour; 4] = [[214, 230, 245], [246, 217, 207], [217, 236, 217], [251, 230, 191]];
const SKINS: [Colour; 4] = [[112, 74, 52], [232, 190, 160], [168, 118, 84], [205, 156, 120]];
const HAIRS: [Colour; 4] = [[40, 32, 30], [150, 90, 40], [90, 90, 96], [200, 160, 80]];
const CLOTHES: [Colour; 4] = [[40, 110, 100], [160, 60, 70], [60, 80, 150], [190, 120, 40]];

/// Somebody who smiles: the number says who.
pub(super) fn somebody(number: usize) -> Vec<u8> {
    let of = |colours: [Colour; 4], step: usize| colours[(number / step.max(1) + number) % 4];
    let (back, skin, hair, clothes) = (of(BACKS, 1), of(SKINS, 2), of(HAIRS, 3), of(CLOTHES, 4));
    png(|x, y| {
        let eyes = is_in(x, y, (168, 180), (9, 11)) || is_in(x, y, (232, 180), (9, 11));
        let smile = is_in(x, y, (200, 215), (44, 34)) && !is_in(x, y, (200, 204), (50, 32)) && y > 212;
        match () {
            () if eyes || smile => [40, 30, 30],
            () if is_in(x, y, (200, 195), (88, 104)) && !(y < 140 && is_in(x, y, (200, 120), (96, 50))) => {
                skin
            }
            () if is_in(x, y, (200, 165), (104, 104)) && y < 200 => hair,
            () if is_in(x, y, (200, 430), (150, 150)) => clothes,
            () => back,
        }
    })
}

/// Rows of green under a low sun.
pub(super) fn garden(number: usize) -> Vec<u8> {
    let sun = 90 + 60 * (number as i64 % 4);
    png(|x, y| match () {
        () if y < 210 && is_in(x, y, (sun, 120), (46, 46)) => [250, 205, 90],
        () if y < 210 => [150 + (y / 3) as u8, 200, 235],
        () if (y + x / 6) % 46 < 20 => [60, 130 + (x % 40) as u8, 60],
        () => [110, 78, 52],
    })
}

/// A pot of soup on a table.
pub(super) fn pot(number: usize) -> Vec<u8> {
    let soup: Colour = [230, 120 + 20 * (number as u8 % 4), 40];
    png(|x, y| match () {
        () if is_in(x, y, (200, 150), (120, 34)) => soup,
        () if is_in(x, y, (200, 150), (132, 44)) => [70, 74, 84],
        () if (68..332).contains(&x) && (150..290).contains(&y) => [90, 96, 108],
        () if is_in(x, y, (200, 290), (132, 40)) => [90, 96, 108],
        () if y > 250 => [186, 140, 96],
        () => [238, 230, 214],
    })
}

/// Whether a pixel lies in an oval.
fn is_in(x: i64, y: i64, centre: (i64, i64), reach: (i64, i64)) -> bool {
    let (dx, dy) = (x - centre.0, y - centre.1);
    let (rx, ry) = (reach.0 * reach.0, reach.1 * reach.1);
    dx * dx * ry + dy * dy * rx < rx * ry
}

/// A square picture as a PNG. Source: Portable Network Graphics, second edition.
fn png(colour: impl Fn(i64, i64) -> Colour) -> Vec<u8> {
    let mut pixels = Vec::with_capacity((SIDE * (SIDE * 3 + 1)) as usize);
    for y in 0..SIDE {
        pixels.push(0);
        pixels.extend((0..SIDE).flat_map(|x| colour(x, y)));
    }
    let side = (SIDE as u32).to_be_bytes();
    let head = [&side[..], &side, &[8, 2, 0, 0, 0]].concat();
    let mut file = b"\x89PNG\r\n\x1A\n".to_vec();
    for (name, data) in [(b"IHDR", head), (b"IDAT", stored(&pixels)), (b"IEND", Vec::new())] {
        file.extend((data.len() as u32).to_be_bytes());
        let named = [&name[..], &data].concat();
        file.extend(&named);
        file.extend(crc(&named).to_be_bytes());
    }
    file
}

/// Bytes as zlib has them when it does not compress. Source: RFC 1950 and 1951.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut pieces = bytes.chunks(0xFFFF).peekable();
    while let Some(piece) = pieces.next() {
        out.push(u8::from(pieces.peek().is_none()));
        let length = piece.len() as u16;
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(piece);
    }
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    out.extend(((high << 16) | low).to_be_bytes());
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}
