// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/pillow_weights.h"
#include "core/story/picture.h"

namespace storyscope::media {

struct PictureSize {
    int width = 0;  ///< pixels
    int height = 0; ///< pixels
    bool operator==(const PictureSize&) const = default;
};

/// A part of a picture in pixels.
struct PictureWindow {
    int left = 0;
    int top = 0;
    PictureSize size;
};

/// A picture or a rectangle of it, seen without a copy.
class PicturePart {
public:
    PicturePart(const Picture& picture); // NOLINT(google-explicit-constructor): a picture is a part of itself
    /// Throws Error{BadArgument} if `window` is not inside the picture.
    PicturePart(const Picture& picture, const PictureWindow& window);

    const Picture& picture() const { return m_picture; }
    const PictureWindow& window() const { return m_window; }
    PictureSize size() const { return m_window.size; }
    bool isWhole() const;

private:
    Picture m_picture;
    PictureWindow m_window;
};

/// The picture at another size with exactly the bytes that Pillow's Image.resize gives: two passes, across and then
/// down, each rounded to 8 bits, with weights of 22 fractional bits. Networks see the pictures that they were trained
/// on. Throws Error{BadArgument} for an empty picture or a size that is not 1 pixel to 200 megapixels. Thread-safe.
Picture pillowResized(const PicturePart& source, PictureSize size, PictureFilter filter);

/// The same, cut down to `window`; what lies outside of it is not computed. Throws Error{BadArgument}, too, for a
/// window that is not inside `size`.
Picture pillowResized(const PicturePart& source, PictureSize size, PictureFilter filter, const PictureWindow& window);

/// The size with the shorter side `side`; the longer one is cut to whole pixels, as in torchvision and in Hugging
/// Face's image processors.
PictureSize shorterSideSize(PictureSize size, int side);

/// Where a centre crop begins when an odd number of pixels is left over.
enum class CropRounding {
    HalfToEven, ///< torchvision: round((H − h) / 2) as Python rounds
    Down,       ///< Hugging Face: (H − h) // 2
};

/// The centred window of `crop` in `size`. Throws Error{BadArgument} if it is larger.
PictureWindow centreWindow(PictureSize size, PictureSize crop, CropRounding rounding);

/// The part as a picture of its own, copied unless it is whole.
Picture cropped(const PicturePart& part);

} // namespace storyscope::media
