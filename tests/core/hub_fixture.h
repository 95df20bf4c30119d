// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/hub/download.h"
#include "tests/support/hub_server.h"

#include <QTemporaryDir>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace storyscope::test {

/// Bytes that look like nothing, the same for the same seed.
std::string noise(std::size_t count, std::uint32_t seed);

/// A server with a small captioner, and a cache of one's own to fetch it into.
struct HubFixture {
    HubFixture();

    HubServer server;
    QTemporaryDir home;
    hub::Settings settings;

    hub::Plan plan() const;
    /// plan() and download().
    std::filesystem::path fetch() const;
    /// models--… in the cache
    std::filesystem::path folder() const;
    /// Whether every planned file can be read through the snapshot's folder with the server's bytes.
    bool isWhole(const std::filesystem::path& snapshot) const;
    /// Whether another tool would find a model: a name, or a snapshot with anything in it.
    bool looksInstalled() const;
    std::filesystem::path incompleteWeights() const;
};

/// The error that `action` throws.
std::optional<Error> errorOf(const std::function<void()>& action);
/// Its sentence; empty if nothing is thrown.
std::string messageOf(const std::function<void()>& action);

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace storyscope::test
