//! A new picture of a picture: turned the way it was held, no larger than a screen, and with nothing in it
//! but what can be seen. Where it was taken, with which telephone and when goes with the original, which is
//! not kept.
//!
//! What a file says of its own size is looked at before anything is unfolded, so that memory is bounded by
//! [`MOST_PIXELS`] whatever was sent.

use std::io::Cursor;

use app::documents::{LARGEST_SIDE, MOST_PIXELS, THUMBNAIL_SIDE, Unfit};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

/// Pixels along a side, at most; a longer strip is no photograph.
const MOST_SIDE: u32 = 20_000;
/// Bytes that unfolding may take: each pixel six, when each of its three colours has sixteen bits.
const MOST_MEMORY: u64 = MOST_PIXELS * 6 + 16 * 1024 * 1024;
/// Bytes that may be unfolded before the size of the picture is known: a colour profile takes a few thousand.
const MOST_BEFORE: u64 = 16 * 1024 * 1024;
/// How well it is kept, of a hundred.
const QUALITY: u8 = 84;

/// The picture as it is kept, and the small one.
pub(super) struct Made {
    pub(super) whole: Vec<u8>,
    pub(super) thumbnail: Vec<u8>,
}

/// Makes it anew.
pub(super) fn anew(bytes: &[u8], format: ImageFormat) -> Result<Made, Unfit> {
    if format == ImageFormat::Jpeg && !is_whole(bytes) {
        return Err(Unfit::Broken);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut decoder = opened(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || width > MOST_SIDE || height > MOST_SIDE {
        return Err(Unfit::TooManyPixels { megapixels: pixels.div_ceil(1_000_000) });
    }
    decoder.set_limits(limits).map_err(|_| Unfit::Broken)?;
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(Unfit::TooManyPixels { megapixels: pixels.div_ceil(1_000_000) });
    }
    let orientation = decoder.orientation().map_err(|_| Unfit::Broken)?;
    let whole = DynamicImage::from_decoder(decoder).map_err(|_| Unfit::Broken)?;
    let mut whole = on_white(within(whole, LARGEST_SIDE));
    whole.apply_orientation(orientation);
    let thumbnail = whole.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE);
    Ok(Made { whole: encoded(&whole)?, thumbnail: encoded(&thumbnail)? })
}

/// Its head alone. Hardly anything is unfolded before the size is known: a colour profile can unfold to a thousand
/// times its length, and one that does is passed over.
fn opened(bytes: &[u8], format: ImageFormat) -> Result<impl ImageDecoder, Unfit> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut before = Limits::no_limits();
    before.max_alloc = Some(MOST_BEFORE);
    reader.limits(before);
    reader.into_decoder().map_err(|_| Unfit::Broken)
}

/// Whether a JPEG comes to its end. One that was cut off on the way would be read with a grey rest. The small
/// picture that a telephone puts at its beginning has an end of its own, so that what stands before the
/// first line of pixels is passed over.
fn is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xFF, mark, high, low]) = bytes.get(at..at + 4).and_then(|head| head.first_chunk()) {
        match mark {
            0xDA => return bytes[at..].windows(2).any(|end| end == [0xFF, 0xD9]),
            0xFF => at += 1,
            0x01 | 0xD0..=0xD8 => at += 2,
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    false
}

/// No larger than this along either side; a smaller one stays as it is.
fn within(picture: DynamicImage, side: u32) -> DynamicImage {
    match picture.width().max(picture.height()) > side {
        true => picture.thumbnail(side, side),
        false => picture,
    }
}

/// Without anything to see through: what was transparent becomes white.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let seen = picture.into_rgba8();
    let mut solid = RgbImage::new(seen.width(), seen.height());
    for (to, from) in solid.pixels_mut().zip(seen.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let over =
            |colour: u32| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        to.0 = [over(red), over(green), over(blue)];
    }
    DynamicImage::ImageRgb8(solid)
}

fn encoded(picture: &DynamicImage) -> Result<Vec<u8>, Unfit> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    picture.write_with_encoder(encoder).map_err(|_| Unfit::Broken)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    /// Left half dark, right half light.
    fn two_halves(width: u32, height: u32) -> DynamicImage {
        let shade = |x: u32| if x < width / 2 { 20 } else { 230 };
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| image::Rgb([shade(x); 3])))
    }

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn read(bytes: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap().into_rgb8()
    }

    /// A JPEG with a place and an orientation in it, as a telephone writes them.
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        exif.extend(b"GPS 54.97N 1.61W");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn a_photo_is_turned_the_way_it_was_held_and_says_nothing_of_where() {
        let taken = with_exif(&written(&two_halves(60, 30), ImageFormat::Jpeg), 6);
        assert!(taken.windows(3).any(|part| part == b"GPS"));
        let made = anew(&taken, ImageFormat::Jpeg).ok().unwrap();
        let seen = read(&made.whole);
        assert_eq!((seen.width(), seen.height()), (30, 60), "a quarter turn");
        assert!(seen.get_pixel(15, 5).0[0] < 80 && seen.get_pixel(15, 55).0[0] > 180, "left is above now");
        for kept in [&made.whole, &made.thumbnail] {
            assert!(
                !kept.windows(3).any(|part| part == b"GPS") && !kept.windows(4).any(|part| part == b"Exif")
            );
        }
    }

    #[test]
    fn a_large_picture_becomes_no_larger_than_a_screen_and_a_small_one_stays() {
        let made =
            anew(&written(&two_halves(3_000, 1_500), ImageFormat::Jpeg), ImageFormat::Jpeg).ok().unwrap();
        let (whole, small) = (read(&made.whole), read(&made.thumbnail));
        assert_eq!((whole.width(), whole.height()), (LARGEST_SIDE, LARGEST_SIDE / 2));
        assert_eq!((small.width(), small.height()), (THUMBNAIL_SIDE, THUMBNAIL_SIDE / 2));
        let made = anew(&written(&two_halves(64, 64), ImageFormat::Png), ImageFormat::Png).ok().unwrap();
        assert_eq!(read(&made.whole).width(), 64);
    }

    #[test]
    fn what_was_transparent_becomes_white() {
        let clear = DynamicImage::ImageRgba8(image::RgbaImage::new(20, 20));
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let made = anew(&written(&clear, format), format).ok().unwrap();
            assert!(read(&made.whole).get_pixel(10, 10).0[0] > 250);
        }
    }

    #[test]
    fn a_picture_that_claims_to_be_huge_is_refused_before_it_is_unfolded() {
        let mut png = written(&two_halves(8, 8), ImageFormat::Png);
        png[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
        let check = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&check.to_be_bytes());
        let refused = anew(&png, ImageFormat::Png).err();
        assert_eq!(refused, Some(Unfit::TooManyPixels { megapixels: 10_000 }));
    }

    /// The check of a PNG's chunk.
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8)
                .fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
        })
    }

    /// A PNG with a colour profile that unfolds to so many megabytes of nothing.
    fn with_profile(png: &[u8], megabytes: usize) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("p", zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..megabytes {
            archive.write_all(&vec![0; 1024 * 1024]).unwrap();
        }
        let mut archive = archive.finish_into_readable().unwrap();
        let mut packed = Vec::new();
        archive.by_index_raw(0).unwrap().read_to_end(&mut packed).unwrap();
        let sum = u32::try_from(megabytes * 1024 * 1024 % 65_521).unwrap() << 16 | 1;
        let chunk = [b"iCCPp\0\0\x78\x9C".as_slice(), &packed, &sum.to_be_bytes()].concat();
        let length = u32::try_from(chunk.len() - 4).unwrap().to_be_bytes();
        [&png[..33], &length, &chunk, &crc32(&chunk).to_be_bytes(), &png[33..]].concat()
    }

    #[test]
    fn a_colour_profile_that_unfolds_without_end_is_passed_over() {
        let png = written(&two_halves(8, 8), ImageFormat::Png);
        let profile = |bytes: &[u8]| {
            let mut decoder = opened(bytes, ImageFormat::Png).ok().unwrap();
            decoder.icc_profile().unwrap().map(|profile| profile.len())
        };
        assert_eq!(profile(&with_profile(&png, 1)), Some(1024 * 1024));
        let bomb = with_profile(&png, 64);
        assert!(bomb.len() < 100 * 1024, "it looks small");
        assert_eq!(profile(&bomb), None);
        assert!(anew(&bomb, ImageFormat::Png).is_ok());
    }

    #[test]
    fn a_picture_that_is_cut_off_or_damaged_is_refused() {
        let jpeg = written(&two_halves(600, 600), ImageFormat::Jpeg);
        assert_eq!(anew(&jpeg[..20], ImageFormat::Jpeg).err(), Some(Unfit::Broken));
        assert_eq!(anew(&jpeg[..jpeg.len() / 2], ImageFormat::Jpeg).err(), Some(Unfit::Broken));
        let png = written(&two_halves(600, 600), ImageFormat::Png);
        assert_eq!(anew(&png[..png.len() / 2], ImageFormat::Png).err(), Some(Unfit::Broken));
        assert_eq!(anew(b"\xFF\xD8\xFFnothing more", ImageFormat::Jpeg).err(), Some(Unfit::Broken));
    }
}
