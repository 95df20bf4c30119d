// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/pretrained_weights.h"

#include "core/base/error.h"
#include "core/formats/sha256.h"
#include "core/models/pretrained_catalogue.h"
#include "core/models/pretrained_names.h"
#include "core/models/weights_file.h"

#include <torch/torch.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t problemsListed = 12;
constexpr std::size_t pieceBytes = 1 << 20;

std::vector<std::pair<std::string, torch::Tensor>> tensorsOf(const torch::nn::Module& network) {
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    for (const auto& item : network.named_parameters()) {
        tensors.emplace_back(item.key(), item.value());
    }
    for (const auto& item : network.named_buffers()) {
        tensors.emplace_back(item.key(), item.value());
    }
    return tensors;
}

template <typename Pairs>
std::vector<std::string> namesOf(const Pairs& tensors) {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : tensors) {
        names.push_back(name);
    }
    return names;
}

std::string shapeText(const torch::Tensor& tensor) {
    std::ostringstream text;
    text << tensor.sizes();
    return text.str();
}

[[noreturn]] void refuse(const std::vector<std::string>& problems, const fs::path& file) {
    std::string text = "These weights do not fit the network: ";
    for (std::size_t i = 0; i < std::min(problems.size(), problemsListed); ++i) {
        text += (i == 0 ? "" : "; ") + problems[i];
    }
    if (problems.size() > problemsListed) {
        text += "; and " + std::to_string(problems.size() - problemsListed) + " more";
    }
    throw Error(ErrorCode::Mismatch, text, inFile(file));
}

/// Returns the names in the file that were used.
std::set<std::string> fill(nn::PretrainedModule& network, const NamedTensors& given, const fs::path& file) {
    const auto wanted = tensorsOf(network);
    const auto names = matchedNames(namesOf(wanted), namesOf(given));
    std::vector<std::string> problems;
    std::set<std::string> used;
    for (const auto& [name, tensor] : wanted) {
        const auto found = names.find(name);
        if (found == names.end()) {
            if (!name.ends_with("num_batches_tracked")) {
                problems.push_back(name + " is missing");
            }
            continue;
        }
        const torch::Tensor& value = given.at(found->second);
        used.insert(found->second);
        if (value.sizes() != tensor.sizes()) {
            problems.push_back(found->second + " has shape " + shapeText(value) + " instead of " + shapeText(tensor));
        }
    }
    if (!problems.empty()) {
        refuse(problems, file);
    }
    torch::NoGradGuard noGrad;
    for (auto& [name, tensor] : wanted) {
        if (const auto found = names.find(name); found != names.end()) {
            torch::Tensor target = tensor; // shares the network's storage
            target.copy_(given.at(found->second));
        }
    }
    return used;
}

/// The digits of its SHA-256 that the name of a published file ends with: "resnet18-f37072fd.pth"; empty for others.
std::string promisedDigits(const fs::path& file) {
    const std::string name = file.filename().string();
    for (const PublishedNetwork& network : publishedNetworks()) {
        if (std::ranges::find(network.files, name) != network.files.end()) {
            const std::string stem = file.stem().string();
            return stem.substr(stem.rfind('-') + 1);
        }
    }
    return {};
}

void checkHash(const std::string& sha256, const PretrainedRequest& request, const fs::path& file) {
    const ErrorPlace place = inFile(file);
    if (!sha256.starts_with(promisedDigits(file))) {
        throw Error(ErrorCode::Malformed, "These weights are damaged: their SHA-256 is not the one in the file's name",
                    place);
    }
    if (!request.sha256.empty() && request.sha256 != sha256) {
        throw Error(ErrorCode::Mismatch,
                    "These are not the weights that the model was made with: their SHA-256 is " + sha256 +
                        " instead of " + request.sha256,
                    place);
    }
}

} // namespace

std::string fileSha256(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    formats::Sha256 hash;
    std::string piece(pieceBytes, '\0');
    while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) || stream.gcount() > 0) {
        hash.add(std::string_view(piece).substr(0, static_cast<std::size_t>(stream.gcount())));
    }
    if (!stream.eof()) {
        throw Error(ErrorCode::Unreadable, "The file could not be read to its end", inFile(file));
    }
    return formats::hexText(hash.finish());
}

PretrainedReport loadPretrained(nn::PretrainedModule& network, const PretrainedRequest& request,
                                const WeightsPlaces& places) {
    PretrainedReport report{.file = findWeights(request.source, places), .unexpected = {}};
    const std::string sha256 = fileSha256(report.file);
    checkHash(sha256, request, report.file);
    const NamedTensors given = readTensors(report.file);
    const std::set<std::string> used = fill(network, given, report.file);
    for (const auto& [name, tensor] : given) {
        if (!used.contains(name)) {
            report.unexpected.push_back(name);
        }
    }
    network.setOrigin({.source = request.source, .sha256 = sha256});
    return report;
}

} // namespace storyscope::models
