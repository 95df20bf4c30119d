// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>

namespace storyscope::ui {

class SoundPlayer;

/// How loud the sound is, from silent to full.
class VolumeSlider : public QSlider {
    Q_OBJECT
public:
    /// The sound must outlive the slider.
    explicit VolumeSlider(SoundPlayer* sound, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {72, QSlider::sizeHint().height()}; }
};

} // namespace storyscope::ui
