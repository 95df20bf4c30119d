// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture_source.h"

#include "core/base/error.h"
#include "core/media/image_file.h"
#include "core/media/picture_header.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <string>
#include <string_view>

namespace storyscope::media {

namespace {

/// Smaller ones are icons or spacers; a model sees nothing in them.
constexpr int smallestSide = 8;

[[noreturn]] void failTooSmall(const std::filesystem::path& path, std::int64_t width, std::int64_t height) {
    throw Error(ErrorCode::Unsupported,
                "The picture is too small to tell a story: " + std::to_string(width) + "×" + std::to_string(height) +
                    " pixels, at least 8×8 are needed",
                inFile(path));
}

PictureHeader headerOf(const std::filesystem::path& path) {
    constexpr std::size_t enoughForMost = 64 << 10;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
        return {};
    }
    std::vector<std::uint8_t> bytes(enoughForMost);
    std::ifstream stream(path, std::ios::binary);
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, stream.gcount())));
    return readPictureHeader(bytes);
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// The digits at the front without leading zeros; removes them from `text`.
std::string_view takeNumber(std::string_view& text) {
    const std::size_t end = std::min(text.size(), text.find_first_not_of("0123456789"));
    std::string_view number = text.substr(0, end);
    text.remove_prefix(end);
    number.remove_prefix(std::min(number.size() - 1, number.find_first_not_of('0')));
    return number;
}

int compareNaturally(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        if (isDigit(a.front()) && isDigit(b.front())) {
            const std::string_view left = takeNumber(a);
            const std::string_view right = takeNumber(b);
            if (left.size() != right.size()) {
                return left.size() < right.size() ? -1 : 1;
            }
            if (const int order = left.compare(right); order != 0) {
                return order;
            }
            continue;
        }
        const int left = std::tolower(static_cast<unsigned char>(a.front()));
        const int right = std::tolower(static_cast<unsigned char>(b.front()));
        if (left != right) {
            return left < right ? -1 : 1;
        }
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    return a.empty() ? (b.empty() ? 0 : -1) : 1;
}

} // namespace

bool isNaturallyBefore(const std::filesystem::path& a, const std::filesystem::path& b) {
    const std::string left = a.string();
    const std::string right = b.string();
    const int order = compareNaturally(left, right);
    return order != 0 ? order < 0 : left < right;
}

bool beginsLikePicture(const std::filesystem::path& path) {
    return headerOf(path).format != PictureHeader::Format::Unknown;
}

void checkPictureFile(const std::filesystem::path& path) {
    const PictureHeader header = headerOf(path);
    if (header.format == PictureHeader::Format::Unknown) {
        readPicture(path); // throws with the exact cause
    }
    if (header.width > 0 && header.height > 0 && (header.width < smallestSide || header.height < smallestSide)) {
        failTooSmall(path, header.width, header.height);
    }
}

namespace {

class SmallPictureFiles : public SmallPictureReader {
public:
    SmallPictureFiles(std::vector<std::filesystem::path> files, const PictureBounds& bounds)
        : m_files(std::move(files)), m_bounds(bounds) {}

    Picture picture(int number, const std::stop_token& stop) override {
        throwIfStopped(stop);
        return fitted(readPicture(m_files.at(static_cast<std::size_t>(number))), m_bounds);
    }

private:
    std::vector<std::filesystem::path> m_files;
    PictureBounds m_bounds;
};

} // namespace

PictureSource::PictureSource(Kind kind, std::filesystem::path path, std::vector<std::filesystem::path> pictures,
                             const MediaOptions& options, const std::stop_token& stop, Progress& progress)
    : m_kind(kind), m_path(std::move(path)), m_cache(options.cacheBytes) {
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        throwIfStopped(stop);
        progress.report("Looking at the pictures", static_cast<std::int64_t>(i),
                        static_cast<std::int64_t>(pictures.size()));
        try {
            checkPictureFile(pictures[i]);
            m_pictures.push_back(pictures[i]);
        } catch (const Error& error) {
            if (m_kind == Kind::Picture) {
                throw;
            }
            m_issues.push_back({.severity = Issue::Severity::Warning,
                                .place = pictures[i].filename().string(),
                                .text = error.message()});
        }
    }
    chooseFirst();
}

/// Pictures at the front that do not decode are left out, so that the source has a size.
void PictureSource::chooseFirst() {
    while (!m_pictures.empty()) {
        try {
            const Picture first = readPicture(m_pictures.front());
            if (first.width() < smallestSide || first.height() < smallestSide) {
                failTooSmall(m_pictures.front(), first.width(), first.height());
            }
            m_width = first.width();
            m_height = first.height();
            m_cache.insert(0, first);
            return;
        } catch (const Error& error) {
            if (m_kind == Kind::Picture) {
                throw;
            }
            m_issues.push_back({.severity = Issue::Severity::Warning,
                                .place = m_pictures.front().filename().string(),
                                .text = error.message()});
            m_pictures.erase(m_pictures.begin());
        }
    }
    const std::string cause = m_issues.empty() ? std::string() : "; the first one: " + m_issues.front().text;
    throw Error(ErrorCode::Malformed,
                m_kind == Kind::PictureFolder ? "None of the pictures in this folder can be used" + cause
                                              : "None of these pictures can be used" + cause,
                inFile(m_path));
}

std::string PictureSource::pictureName(int number) const {
    const bool exists = number >= 0 && number < frameCount();
    return exists ? m_pictures[static_cast<std::size_t>(number)].filename().string() : std::string();
}

std::string PictureSource::description() const {
    const std::string size = std::to_string(m_width) + "×" + std::to_string(m_height);
    return frameCount() == 1 ? "picture, " + size : std::to_string(frameCount()) + " pictures, the first " + size;
}

Picture PictureSource::frame(int number, const std::stop_token& stop) {
    throwIfStopped(stop);
    if (number < 0 || number >= frameCount()) {
        throw Error(ErrorCode::BadArgument, "There is no picture " + std::to_string(number) + ": there are " +
                                                std::to_string(frameCount()) + ", numbered from 0");
    }
    Picture picture = m_cache.find(number);
    if (picture.isEmpty()) {
        picture = readPicture(m_pictures[static_cast<std::size_t>(number)]);
        m_cache.insert(number, picture);
    }
    return picture;
}

void PictureSource::prepare(int number, Travel travel, const std::stop_token& stop) {
    constexpr int picturesAhead = 2;
    const int direction = travel == Travel::Forwards ? 1 : -1;
    for (int ahead = 1; ahead <= picturesAhead && !stop.stop_requested(); ++ahead) {
        const int next = number + direction * ahead;
        if (next >= 0 && next < frameCount() && !m_cache.contains(next)) {
            m_cache.insert(next, readPicture(m_pictures[static_cast<std::size_t>(next)]));
        }
    }
}

int PictureSource::keyFrameNear(int number) const {
    return std::clamp(number, 0, frameCount() - 1);
}

std::unique_ptr<SmallPictureReader> PictureSource::openSmallPictures(const PictureBounds& bounds) const {
    return std::make_unique<SmallPictureFiles>(m_pictures, bounds);
}

} // namespace storyscope::media
