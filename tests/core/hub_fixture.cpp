// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub_fixture.h"

#include "core/base/atomic_file.h"

#include <algorithm>
#include <random>

namespace storyscope::test {

namespace fs = std::filesystem;

std::string noise(std::size_t count, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::string bytes(count, '\0');
    std::ranges::generate(bytes, [&] { return static_cast<char>(random() & 0xFFU); });
    return bytes;
}

HubFixture::HubFixture() {
    qputenv("no_proxy", "127.0.0.1");
    server.files["config.json"] = {.bytes = R"({"model_type":"blip"})"};
    server.files["preprocessor_config.json"] = {.bytes = R"({"do_resize":true})"};
    server.files["vocab.txt"] = {.bytes = "[PAD]\n[UNK]\na\ncat\n"};
    server.files["README.md"] = {.bytes = "# Tiny captioner\n"};
    server.files["model.safetensors"] = {.bytes = noise(3'000'000, 7), .isLarge = true};
    server.files["pytorch_model.bin"] = {.bytes = noise(5000, 8), .isLarge = true};
    server.files["tf_model.h5"] = {.bytes = noise(5000, 9), .isLarge = true};
    settings.endpoint = server.address();
    settings.cache = fs::path(home.path().toStdString()) / "hub";
    settings.connectSeconds = 2;
    settings.stallSeconds = 2;
}

hub::Plan HubFixture::plan() const {
    return hub::plan(server.repository, server.revision, settings, {});
}

fs::path HubFixture::fetch() const {
    return hub::download(plan(), settings, {}, Progress::none());
}

fs::path HubFixture::folder() const {
    return settings.cache / "models--painter--tiny-captioner";
}

bool HubFixture::isWhole(const fs::path& snapshot) const {
    return std::ranges::all_of(plan().files, [&](const hub::PlannedFile& file) {
        return readFile(snapshot / file.name) == server.files.at(file.name).bytes;
    });
}

bool HubFixture::looksInstalled() const {
    std::error_code ignored;
    const bool hasSnapshot = fs::exists(folder() / "snapshots") && !fs::is_empty(folder() / "snapshots", ignored);
    return hasSnapshot || fs::exists(folder() / "refs" / server.revision);
}

fs::path HubFixture::incompleteWeights() const {
    return folder() / "blobs" / (HubServer::blobName(server.files.at("model.safetensors")) + ".incomplete");
}

std::optional<Error> errorOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

std::string messageOf(const std::function<void()>& action) {
    const std::optional<Error> error = errorOf(action);
    return error ? error->what() : std::string();
}

} // namespace storyscope::test
