// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/hub_server.h"
#include "tests/support/tiny_captioner.h"
#include "ui/common/text.h"

#include <QFile>
#include <QSettings>
#include <QString>
#include <QTemporaryDir>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace storyscope::test {

/// A home folder of its own, and a hub on this machine that offers a tiny captioner under BLIP's name.
class ModelsHome {
public:
    ModelsHome() : settings(path("settings.ini"), QSettings::IniFormat) {
        qputenv("no_proxy", "127.0.0.1");
        qputenv("HF_ENDPOINT", hub.address().c_str());
        qputenv("HF_HUB_CACHE", QFile::encodeName(path("hub")));
        qputenv("XDG_DATA_HOME", QFile::encodeName(path("data")));
        qunsetenv("HF_TOKEN");
        qunsetenv("HF_HUB_OFFLINE");
        writeTinyCaptioner(elsewhere());
        hub.repository = "Salesforce/blip-image-captioning-base";
        for (const auto& file : std::filesystem::directory_iterator(elsewhere())) {
            const std::string name = file.path().filename().string();
            hub.files[name] = {.bytes = bytesOf(file.path()), .isLarge = name == "model.safetensors"};
        }
    }

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    /// The captioner's folder before it was published.
    std::filesystem::path elsewhere() const { return ui::toPath(path("captioner")); }
    /// What the cache holds of it.
    std::filesystem::path cached() const {
        return ui::toPath(path("hub")) / "models--Salesforce--blip-image-captioning-base";
    }
    bool isInstalled() const { return std::filesystem::exists(cached() / "snapshots" / hub.commit / "config.json"); }
    /// The weights come in 4 KiB pieces with pauses between them.
    void slowDown(int millisecondsPerChunk) {
        hub.fault = [this, millisecondsPerChunk](const ServerRequest& request) -> std::optional<ServerAnswer> {
            if (!request.path.starts_with("/store/")) {
                return std::nullopt;
            }
            ServerAnswer answer = HubServer::content(request, hub.files.at("model.safetensors").bytes);
            answer.millisecondsPerChunk = millisecondsPerChunk;
            return answer;
        };
    }

    static std::string bytesOf(const std::filesystem::path& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

private:
    QTemporaryDir m_folder;

public:
    HubServer hub;
    QSettings settings;
};

} // namespace storyscope::test
