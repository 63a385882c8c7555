//! Writing JP2, the one place that calls C: OpenJPEG has no safe interface that
//! takes pixels.

#![expect(
    unsafe_code,
    reason = "OpenJPEG is a C library; each call says what it relies on"
)]

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};
use std::slice;

use openjpeg_sys as opj;

use crate::{PHOTO_HEIGHT, PHOTO_WIDTH, PictureError};

/// The most bytes of a photo's file. The card's file that holds it stays below
/// 32 KiB, the farthest READ BINARY's 15-bit offset reaches.
pub(crate) const MAX_FILE: usize = 16 * 1024;

/// What the codestream is allowed, so that the boxes about it (85 bytes) and the
/// rate control's roughness still fit.
const CODESTREAM: f32 = 15.75 * 1024.0;

const FAILED: PictureError = PictureError::NotWritten("JPEG 2000");

/// The JP2 of a photo's pixels: grey, 6 resolutions, blocks of 64 × 64, reversible
/// 5/3 wavelet, in one layer that is cut off at the size a card has room for.
pub(crate) fn encode(pixels: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut written = Memory::default();
    let image = Image::new(pixels)?;
    let mut parameters = parameters();
    // The stream is declared after the memory it writes to and so goes first.
    let codec = Codec::new()?;
    let stream = Stream::to(&mut written)?;
    // SAFETY: codec, image and stream are live objects of this library, held by
    // their owners beyond these calls, and used by this thread alone; the
    // parameters are whole and outlive the call that reads them.
    let done = unsafe {
        opj::opj_setup_encoder(codec.0.as_ptr(), &raw mut parameters, image.0.as_ptr()) != 0
            && opj::opj_start_compress(codec.0.as_ptr(), image.0.as_ptr(), stream.0.as_ptr()) != 0
            && opj::opj_encode(codec.0.as_ptr(), stream.0.as_ptr()) != 0
            && opj::opj_end_compress(codec.0.as_ptr(), stream.0.as_ptr()) != 0
    };
    drop(stream);
    if !done || written.bytes.len() > MAX_FILE {
        return Err(FAILED);
    }
    Ok(written.bytes)
}

fn parameters() -> opj::opj_cparameters_t {
    let mut parameters = MaybeUninit::zeroed();
    // SAFETY: the struct is plain numbers and pointers, for which all zero is a
    // value, and the library writes its defaults into it.
    let mut parameters: opj::opj_cparameters_t = unsafe {
        opj::opj_set_default_encoder_parameters(parameters.as_mut_ptr());
        parameters.assume_init()
    };
    let raw = f32::from(PHOTO_WIDTH) * f32::from(PHOTO_HEIGHT);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    if let Some(rate) = parameters.tcp_rates.first_mut() {
        *rate = raw / CODESTREAM;
    }
    parameters.numresolution = 6;
    parameters.cblockw_init = 64;
    parameters.cblockh_init = 64;
    parameters.irreversible = 0;
    parameters
}

/// A picture in the library's memory.
struct Image(NonNull<opj::opj_image_t>);

impl Image {
    fn new(pixels: &[u8]) -> Result<Image, PictureError> {
        let (width, height) = (u32::from(PHOTO_WIDTH), u32::from(PHOTO_HEIGHT));
        let count = usize::from(PHOTO_WIDTH) * usize::from(PHOTO_HEIGHT);
        if pixels.len() != count {
            return Err(FAILED);
        }
        let mut component = opj::opj_image_cmptparm_t {
            dx: 1,
            dy: 1,
            w: width,
            h: height,
            x0: 0,
            y0: 0,
            prec: 8,
            bpp: 8,
            sgnd: 0,
        };
        let gray = opj::COLOR_SPACE::OPJ_CLRSPC_GRAY;
        // SAFETY: one component is announced and one is passed; it is only read.
        let image = unsafe { opj::opj_image_create(1, &raw mut component, gray) };
        let image = Image(NonNull::new(image).ok_or(FAILED)?);
        // SAFETY: the image was made with one component of width × height samples,
        // zeroed by the library, and nobody else holds it. Its data is checked
        // before a slice of exactly that many samples is made of it.
        let samples = unsafe {
            let image = &mut *image.0.as_ptr();
            (image.x1, image.y1) = (width, height);
            let data = image.comps.as_ref().map_or(ptr::null_mut(), |it| it.data);
            let data = NonNull::new(data).ok_or(FAILED)?;
            slice::from_raw_parts_mut(data.as_ptr(), count)
        };
        for (sample, pixel) in samples.iter_mut().zip(pixels) {
            *sample = i32::from(*pixel);
        }
        Ok(image)
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        // SAFETY: made by the library, owned here alone, dropped once.
        unsafe { opj::opj_image_destroy(self.0.as_ptr()) }
    }
}

/// The library's compressor.
struct Codec(NonNull<opj::opj_codec_t>);

impl Codec {
    fn new() -> Result<Codec, PictureError> {
        // SAFETY: takes a number and gives a new object or null.
        let codec = unsafe { opj::opj_create_compress(opj::CODEC_FORMAT::OPJ_CODEC_JP2) };
        NonNull::new(codec).map(Codec).ok_or(FAILED)
    }
}

impl Drop for Codec {
    fn drop(&mut self) {
        // SAFETY: made by the library, owned here alone, dropped once.
        unsafe { opj::opj_destroy_codec(self.0.as_ptr()) }
    }
}

/// A file in memory that the library writes to.
#[derive(Default)]
struct Memory {
    bytes: Vec<u8>,
    at: usize,
}

impl Memory {
    /// As much as a file may ever grow to: far above what the rate allows.
    const MOST: usize = 1 << 20;

    fn seek(&mut self, to: Option<usize>) -> bool {
        let Some(to) = to.filter(|to| *to <= Memory::MOST) else {
            return false;
        };
        self.at = to;
        true
    }

    fn write(&mut self, given: &[u8]) -> bool {
        let from = self.at;
        if !self.seek(from.checked_add(given.len())) {
            return false;
        }
        if self.bytes.len() < self.at {
            self.bytes.resize(self.at, 0);
        }
        if let Some(place) = self.bytes.get_mut(from..self.at) {
            place.copy_from_slice(given);
        }
        true
    }
}

/// The library's stream into a [`Memory`], which it may use as long as it lives.
struct Stream<'a>(
    NonNull<opj::opj_stream_t>,
    std::marker::PhantomData<&'a mut Memory>,
);

impl<'a> Stream<'a> {
    fn to(memory: &'a mut Memory) -> Result<Stream<'a>, PictureError> {
        let memory: *mut Memory = memory;
        // SAFETY: a new output stream, or null. The functions below are given the
        // memory's address, borrowed for as long as the stream lives; nothing is
        // to be freed with it.
        unsafe {
            let stream = NonNull::new(opj::opj_stream_default_create(0)).ok_or(FAILED)?;
            let own = Stream(stream, std::marker::PhantomData);
            let stream = stream.as_ptr();
            opj::opj_stream_set_user_data(stream, memory.cast(), None);
            opj::opj_stream_set_write_function(stream, Some(write));
            opj::opj_stream_set_skip_function(stream, Some(skip));
            opj::opj_stream_set_seek_function(stream, Some(seek));
            Ok(own)
        }
    }
}

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        // SAFETY: made by the library, owned here alone, dropped once.
        unsafe { opj::opj_stream_destroy(self.0.as_ptr()) }
    }
}

unsafe extern "C" fn write(from: *mut c_void, count: usize, memory: *mut c_void) -> usize {
    // SAFETY: the library passes the memory it was given in `Stream::to`, and as
    // many readable bytes as it says.
    let (memory, given) = unsafe {
        let memory = memory.cast::<Memory>().as_mut();
        (memory, slice::from_raw_parts(from.cast::<u8>(), count))
    };
    let written = memory.is_some_and(|memory| memory.write(given));
    if written { count } else { usize::MAX }
}

unsafe extern "C" fn skip(count: i64, memory: *mut c_void) -> i64 {
    // SAFETY: the library passes the memory it was given in `Stream::to`.
    let memory = unsafe { memory.cast::<Memory>().as_mut() };
    let count_bytes = usize::try_from(count).ok();
    let skipped = memory.is_some_and(|memory| {
        let to = count_bytes.and_then(|count| memory.at.checked_add(count));
        memory.seek(to)
    });
    if skipped { count } else { -1 }
}

unsafe extern "C" fn seek(to: i64, memory: *mut c_void) -> i32 {
    // SAFETY: the library passes the memory it was given in `Stream::to`.
    let memory = unsafe { memory.cast::<Memory>().as_mut() };
    i32::from(memory.is_some_and(|memory| memory.seek(usize::try_from(to).ok())))
}
