// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace storyscope::hub {

/// Whether anything may be fetched at all.
enum class Network {
    Allowed,
    Forbidden, ///< HF_HUB_OFFLINE=1: plan() and download() refuse with one sentence
};

/// How a snapshot's files lead to the blobs.
enum class Links {
    Symbolic, ///< relative symbolic links; copies where the disk has none
    Copies,   ///< copies always
};

/// Where published models are fetched from and kept. A plain value; nothing here opens a connection.
struct Settings {
    std::string endpoint = "https://huggingface.co"; ///< without a slash at its end
    std::string token;                               ///< sent to the endpoint's host only; empty: none
    std::filesystem::path cache;                     ///< holds models--owner--name/…
    Network network = Network::Allowed;
    Links links = Links::Symbolic;
    double connectSeconds = 15; ///< until a connection stands
    double stallSeconds = 30;   ///< without a byte, after which a transfer is given up

    /// HF_ENDPOINT; HF_TOKEN; HF_HUB_CACHE, HF_HOME/hub or the default below XDG_CACHE_HOME or ~/.cache;
    /// HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE. Source: huggingface_hub, "Environment variables". Throws
    /// Error{BadArgument} for an endpoint that is no http(s) address and for a token that is no single word.
    static Settings fromEnvironment();
};

} // namespace storyscope::hub
