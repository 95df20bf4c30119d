// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/volume_slider.h"

#include "ui/jobs/sound_player.h"

namespace storyscope::ui {

VolumeSlider::VolumeSlider(SoundPlayer* sound, QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setObjectName(QStringLiteral("volumeSlider"));
    setAccessibleName(tr("Volume"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setRange(0, 100);
    setSingleStep(5);
    setPageStep(10);
    const auto follow = [this, sound] {
        setValue(sound->volume());
        setToolTip(tr("Volume: %1 %").arg(sound->volume()));
    };
    connect(sound, &SoundPlayer::volumeChanged, this, follow);
    follow();
    connect(this, &QSlider::valueChanged, sound, &SoundPlayer::setVolume);
}

} // namespace storyscope::ui
