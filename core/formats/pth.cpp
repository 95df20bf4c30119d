// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/pth.h"

#include "core/base/mapped_file.h"
#include "core/formats/pth_container.h"
#include "core/formats/pth_tensors.h"

namespace storyscope::formats {

namespace {

constexpr std::string_view zipSignature{"PK\3\4", 4};
constexpr std::size_t longestMagicEnd = 64;

TensorFile tensorsOf(WeightsInput& input) {
    const PthContainer container = readPthContainer(input);
    return TensorReader(container, input).copied();
}

} // namespace

bool isPth(std::string_view firstBytes) {
    return firstBytes.starts_with(zipSignature) ||
           firstBytes.substr(0, longestMagicEnd).find(legacyMagic) != std::string_view::npos;
}

TensorFile readPth(const std::filesystem::path& path) {
    WeightsInput input(path);
    return tensorsOf(input);
}

TensorFile parsePth(std::string_view bytes, const std::filesystem::path& nameForErrors) {
    WeightsInput input(bytes, nameForErrors);
    return tensorsOf(input);
}

MappedTensors mapPth(const std::filesystem::path& path) {
    WeightsInput input(path);
    const PthContainer container = readPthContainer(input);
    return TensorReader(container, input).mapped(std::make_shared<const MappedFile>(path));
}

Pickle readPthObject(const std::filesystem::path& path) {
    WeightsInput input(path);
    return readPthContainer(input).object;
}

} // namespace storyscope::formats
