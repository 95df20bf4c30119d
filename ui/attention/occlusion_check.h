// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/attention/attention_controller.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace storyscope::ui {

/// Whether the shown map is also what the word depends on: a button that finds it out, and what came of it.
class OcclusionCheck : public QWidget {
    Q_OBJECT
public:
    /// The controller must outlive it.
    explicit OcclusionCheck(AttentionController* controller, QWidget* parent = nullptr);

private:
    void refresh();
    void showProgress();
    /// The selected word on the shown frame; none if there is no map to check.
    std::optional<inference::OcclusionRequest> wanted() const;
    QString verdictText(const inference::OcclusionMap& map) const;

    AttentionController* m_controller;
    QPushButton* m_begin = nullptr;
    QWidget* m_work = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_stop = nullptr;
    QLabel* m_left = nullptr;
    QLabel* m_verdict = nullptr;
};

/// What an occlusion map says of its word, in two sentences: whether attention fits it, and how much the strongest part
/// counts.
QString occlusionText(const inference::OcclusionMap& map, const inference::MapAgreement& agreement);

} // namespace storyscope::ui
