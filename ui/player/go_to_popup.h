// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"

#include <QFrame>
#include <memory>
#include <optional>

class QLabel;
class QLineEdit;

namespace storyscope::ui {

/// A small field that takes a frame number or a time and goes there on Enter.
class GoToPopup : public QFrame {
    Q_OBJECT
public:
    explicit GoToPopup(QWidget* parent = nullptr);

    /// Opens in the middle of `over`.
    void ask(const std::shared_ptr<media::MediaSource>& source, const QWidget* over);
    /// "75" is a frame, "1:02.5" a time; none if it is neither or outside of the media.
    static std::optional<int> frameOf(const QString& text, const media::MediaSource& source);

signals:
    void chosen(int frameNumber);

private:
    void textChanged();
    void accept();

    std::shared_ptr<media::MediaSource> m_source;
    QLineEdit* m_field = nullptr;
    QLabel* m_note = nullptr;
};

} // namespace storyscope::ui
