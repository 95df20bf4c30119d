// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/sound_player.h"

#include "core/media/sound_reader.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>
#include <algorithm>
#include <utility>

namespace storyscope::ui {

namespace {

using media::SoundReader;

constexpr int bytesPerFrame = SoundReader::channels * static_cast<int>(sizeof(std::int16_t));
/// What the device holds: enough to bridge a busy GUI thread.
constexpr int bufferedMs = 150;

QAudioFormat format() {
    QAudioFormat made;
    made.setSampleRate(SoundReader::sampleRate);
    made.setChannelCount(SoundReader::channels);
    made.setSampleFormat(QAudioFormat::Int16);
    return made;
}

} // namespace

/// What the audio device pulls from: always as much as it wants.
class SoundPlayer::Feed : public QIODevice {
public:
    explicit Feed(std::shared_ptr<SoundRing> ring) : m_ring(std::move(ring)) {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return bytesPerFrame * SoundReader::sampleRate; }

protected:
    qint64 readData(char* data, qint64 maximum) override {
        const qint64 bytes = maximum / bytesPerFrame * bytesPerFrame;
        m_values.resize(static_cast<std::size_t>(bytes) / sizeof(std::int16_t));
        m_ring->read(m_values);
        std::copy_n(reinterpret_cast<const char*>(m_values.data()), bytes, data);
        return bytes;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    std::shared_ptr<SoundRing> m_ring;
    std::vector<std::int16_t> m_values;
};

SoundPlayer::SoundPlayer(QObject* parent) : QObject(parent), m_loader(this) {
    connect(&m_loader, &SoundLoader::ready, this, &SoundPlayer::begin);
    connect(&m_loader, &SoundLoader::unavailable, this, &SoundPlayer::goOnSilently);
    connect(&m_loader, &Job::failed, this, &SoundPlayer::goOnSilently);
}

SoundPlayer::~SoundPlayer() {
    endSound();
}

void SoundPlayer::setFile(const std::filesystem::path& path) {
    halt();
    m_hasFile = !path.empty();
    m_loader.setFile(path);
}

void SoundPlayer::start(double seconds, double speed) {
    endSound();
    const bool isOwnSpeed = speed > 0.99 && speed < 1.01;
    if (m_hasFile && isOwnSpeed && !QMediaDevices::defaultAudioOutput().isNull()) {
        m_state = State::Preparing;
        m_begin = seconds;
        m_loader.load(seconds);
    } else {
        m_state = State::Silent;
        m_wall.start(seconds, speed);
    }
}

void SoundPlayer::halt() {
    m_begin = seconds();
    endSound();
    m_state = State::Halted;
}

double SoundPlayer::seconds() const {
    switch (m_state) {
    case State::Silent:
        return m_wall.seconds();
    case State::Sounding: {
        // Some devices count what they have taken, not what has been heard: more than has passed cannot have been.
        const qint64 heardUs = std::min(m_sink->processedUSecs(), m_sinceSound.nsecsElapsed() / 1000);
        return m_begin + static_cast<double>(heardUs) * 1e-6;
    }
    case State::Halted:
    case State::Preparing:
        break;
    }
    return m_begin;
}

void SoundPlayer::begin(const std::shared_ptr<SoundRing>& ring) {
    if (m_state != State::Preparing) {
        return;
    }
    m_feed = std::make_unique<Feed>(ring);
    m_sink = std::make_unique<QAudioSink>(QMediaDevices::defaultAudioOutput(), format());
    m_sink->setBufferSize(SoundReader::sampleRate * bytesPerFrame * bufferedMs / 1000);
    applyVolume();
    m_sink->start(m_feed.get());
    m_sinceSound.start();
    if (m_sink->error() != QAudio::NoError) {
        goOnSilently();
        return;
    }
    m_state = State::Sounding;
    connect(
        m_sink.get(), &QAudioSink::stateChanged, this,
        [this](QAudio::State state) {
            if (state == QAudio::StoppedState) {
                goOnSilently();
            }
        },
        Qt::QueuedConnection);
}

/// The device was lost, or there is nothing to play.
void SoundPlayer::goOnSilently() {
    if (m_state == State::Preparing || m_state == State::Sounding) {
        const double now = seconds();
        endSound();
        m_state = State::Silent;
        m_wall.start(now, 1);
    }
}

void SoundPlayer::endSound() {
    m_loader.stop();
    if (m_sink) {
        m_sink->disconnect(this);
        m_sink->reset();
        m_sink.reset();
    }
    m_feed.reset();
}

void SoundPlayer::setVolume(int percent) {
    percent = std::clamp(percent, 0, 100);
    if (percent != m_volume) {
        m_volume = percent;
        applyVolume();
        emit volumeChanged();
    }
}

void SoundPlayer::setMuted(bool isMuted) {
    if (isMuted != m_isMuted) {
        m_isMuted = isMuted;
        applyVolume();
        emit volumeChanged();
    }
}

void SoundPlayer::applyVolume() {
    if (m_sink) {
        m_sink->setVolume(m_isMuted ? 0
                                    : QAudio::convertVolume(m_volume / 100.0, QAudio::LogarithmicVolumeScale,
                                                            QAudio::LinearVolumeScale));
    }
}

} // namespace storyscope::ui
