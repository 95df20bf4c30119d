// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace storyscope::ui {

/// Says above the timeline that the story was not told from the frames that are chosen now, and offers to tell it.
class StoryNotice : public QFrame {
    Q_OBJECT
public:
    explicit StoryNotice(QWidget* parent = nullptr);

signals:
    void tellRequested();

private:
    QLabel* m_text;
    QPushButton* m_button;
};

} // namespace storyscope::ui
