// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include <QSettings>

namespace storyscope::ui {
namespace {

constexpr QLatin1String threadsKey("models/computeThreads");
constexpr QLatin1String cacheKey("player/cacheMebibytes");
constexpr QLatin1String appearanceKey("window/appearance");
constexpr QLatin1String modelKey("models/default");
constexpr QLatin1String framesKey("story/frames");
constexpr QLatin1String hardwareKey("player/hardwareDecoding");
constexpr QLatin1String modeKey("player/mode");
constexpr QLatin1String volumeKey("player/volumePercent");
constexpr QLatin1String mutedKey("player/muted");

constexpr QLatin1String whereExactWord("where exact");
constexpr QLatin1String realTimeWord("real time");
constexpr QLatin1String yesWord("yes");
constexpr QLatin1String defaultWord("no");

int numberOr(const QSettings& store, QLatin1String key, int fallback, int lowest, int highest) {
    bool isNumber = false;
    const int value = store.value(key).toInt(&isNumber);
    return isNumber && value >= lowest && value <= highest ? value : fallback;
}

QString wordOf(Appearance appearance) {
    switch (appearance) {
    case Appearance::Light:
        return QStringLiteral("light");
    case Appearance::Dark:
        return QStringLiteral("dark");
    case Appearance::System:
        break;
    }
    return QStringLiteral("system");
}

Appearance appearanceOf(const QString& word) {
    for (const Appearance appearance : {Appearance::Light, Appearance::Dark})
        if (word == wordOf(appearance))
            return appearance;
    return Appearance::System;
}

} // namespace

Settings loadSettings(const QSettings& store) {
    Settings settings;
    settings.computeThreads = numberOr(store, threadsKey, settings.computeThreads, 0, SettingsLimits::mostThreads);
    settings.cacheMebibytes = numberOr(store, cacheKey, settings.cacheMebibytes, SettingsLimits::leastCacheMebibytes,
                                       SettingsLimits::mostCacheMebibytes);
    settings.appearance = appearanceOf(store.value(appearanceKey).toString());
    settings.defaultModel = store.value(modelKey).toString();
    settings.storyFrames =
        numberOr(store, framesKey, settings.storyFrames, SettingsLimits::leastFrames, SettingsLimits::mostFrames);
    if (store.value(hardwareKey).toString() == whereExactWord) {
        settings.hardware = media::HardwareDecoding::WhereExact;
    }
    return settings;
}

void saveSettings(const Settings& settings, QSettings& store) {
    store.setValue(threadsKey, settings.computeThreads);
    store.setValue(cacheKey, settings.cacheMebibytes);
    store.setValue(appearanceKey, wordOf(settings.appearance));
    store.setValue(modelKey, settings.defaultModel);
    store.setValue(framesKey, settings.storyFrames);
    const bool usesHardware = settings.hardware == media::HardwareDecoding::WhereExact;
    store.setValue(hardwareKey, QString(usesHardware ? whereExactWord : defaultWord));
}

PlayerSettings loadPlayerSettings(const QSettings& store) {
    PlayerSettings settings;
    if (store.value(modeKey).toString() == realTimeWord) {
        settings.mode = PlayingMode::RealTime;
    }
    settings.volumePercent = numberOr(store, volumeKey, settings.volumePercent, 0, 100);
    settings.isMuted = store.value(mutedKey).toString() == yesWord;
    return settings;
}

void savePlayerSettings(const PlayerSettings& settings, QSettings& store) {
    store.setValue(modeKey, QString(settings.mode == PlayingMode::RealTime ? realTimeWord : defaultWord));
    store.setValue(volumeKey, settings.volumePercent);
    store.setValue(mutedKey, QString(settings.isMuted ? yesWord : defaultWord));
}

} // namespace storyscope::ui
