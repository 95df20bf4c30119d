// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QSettings;
class QToolButton;

namespace storyscope::ui {

/// Three short hints after the first story, one after the other, each shown once in a person's life with the program.
class FirstHints : public QFrame {
    Q_OBJECT
public:
    /// The settings must outlive it.
    explicit FirstHints(QSettings* settings, QWidget* parent = nullptr);

    /// Shows the first hint that was never seen, if there is one.
    void showNext();

private:
    void dismissAll();

    QSettings* m_settings;
    QLabel* m_text = nullptr;
    QToolButton* m_next = nullptr;
};

} // namespace storyscope::ui
