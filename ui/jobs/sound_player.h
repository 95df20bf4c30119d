// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/sound_loader.h"
#include "ui/player/playback_clock.h"

#include <QObject>
#include <filesystem>
#include <memory>

class QAudioSink;

namespace storyscope::ui {

/// Plays the sound of a video at its own speed, and says by it what time it is: the pictures follow the sound. Without
/// a sound track, without an audio device, and at other speeds it is silent and keeps time by the machine's clock.
class SoundPlayer : public QObject, public PlaybackClock {
    Q_OBJECT
public:
    explicit SoundPlayer(QObject* parent = nullptr);
    ~SoundPlayer() override;

    /// Empty: there is no sound.
    void setFile(const std::filesystem::path& path);

    void start(double seconds, double speed) override;
    void halt() override;
    double seconds() const override;
    /// The device is being fed.
    bool isSounding() const { return m_state == State::Sounding; }

    /// Percent of full loudness, as an ear takes it.
    void setVolume(int percent);
    int volume() const { return m_volume; }
    void setMuted(bool isMuted);
    bool isMuted() const { return m_isMuted; }

signals:
    void volumeChanged();

private:
    class Feed;
    enum class State { Halted, Preparing, Sounding, Silent };

    void begin(const std::shared_ptr<SoundRing>& ring);
    void goOnSilently();
    void endSound();
    void applyVolume();

    SoundLoader m_loader;
    WallClock m_wall;
    State m_state = State::Halted;
    bool m_hasFile = false;
    double m_begin = 0; ///< time of the media at which the sound began
    int m_volume = 80;
    bool m_isMuted = false;
    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<QAudioSink> m_sink;
    QElapsedTimer m_sinceSound;
};

} // namespace storyscope::ui
