// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

class QLabel;
class QProgressBar;

namespace storyscope::ui {

/// Shows a panel's content or, while there is none, a page that says why: empty, working or failed. Owns the content.
class StatePages : public QStackedWidget {
    Q_OBJECT
public:
    enum class State { Empty, Working, Ready, Failed };

    explicit StatePages(QWidget* content, QWidget* parent = nullptr);
    /// Fills `panel` with pages whose content scrolls up and down where it does not fit.
    static StatePages* fillPanel(QWidget* panel, QWidget* content);

    State state() const { return m_state; }
    /// Says what would be here and how to get it.
    void showEmpty(const QString& text);
    void showWorking(const QString& text);
    void showReady();
    void showFailed(const QString& text);
    /// The sentence on the page; empty when ready.
    QString message() const;

private:
    void showPage(State state, const QString& iconName, const QString& text);

    State m_state = State::Empty;
    QWidget* m_content = nullptr;
    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QProgressBar* m_busy = nullptr;
};

} // namespace storyscope::ui
