// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace storyscope::ui {

class MediaIssuesModel;

/// "2 issues" in the status bar: not there as long as there are none; a click opens or closes their list.
class MediaIssuesButton : public QToolButton {
    Q_OBJECT
public:
    /// The model must outlive the button. `toggle` opens and closes the list.
    MediaIssuesButton(const MediaIssuesModel* model, QAction* toggle, QWidget* parent = nullptr);

private:
    void refresh();

    const MediaIssuesModel* m_model;
};

} // namespace storyscope::ui
