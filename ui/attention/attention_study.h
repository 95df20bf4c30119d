// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/attention_job.h"

#include <QElapsedTimer>
#include <QObject>
#include <optional>
#include <utility>
#include <vector>

namespace storyscope::ui {

/// What was found out about the shown story's attention on demand, and what is being found out. GUI thread.
class AttentionStudy : public QObject {
    Q_OBJECT
public:
    explicit AttentionStudy(QObject* parent = nullptr);

    /// Everything about another story is forgotten, and its work stopped. Null: there is no story.
    void setStory(const ToldStoryPtr& story);
    /// Whether attention can be followed through all layers: in models with a vision transformer, which have class
    /// tokens.
    static bool offersRollOut(const StoryResult& result);

    /// Null until it is computed; asking begins that.
    std::shared_ptr<const Attention> rollOut(const inference::ToldText& text);
    /// Null unless check() was asked for it and came to its end.
    OcclusionMapPtr occlusion(const inference::OcclusionRequest& word) const;
    void check(const inference::OcclusionRequest& word);
    void stop();

    /// The word whose occlusion is being computed.
    const std::optional<inference::OcclusionRequest>& checking() const { return m_checking; }
    bool isRollingOut() const { return m_rollingOut.has_value(); }
    const JobProgress& progress() const { return m_progress; }
    /// None until the first part is done.
    std::optional<double> secondsLeft() const;
    /// Why the latest wish could not be fulfilled; empty if it could.
    const QString& problem() const { return m_problem; }

signals:
    /// Something was found out, or failed.
    void found();
    /// progress() or checking() is another one.
    void progressed();

private:
    void endWork();

    AttentionJob m_job;
    ToldStoryPtr m_story;
    std::vector<std::shared_ptr<const Attention>> m_rollOuts;
    std::vector<OcclusionMapPtr> m_occlusions;
    std::optional<inference::ToldText> m_rollingOut;
    std::optional<inference::OcclusionRequest> m_checking;
    JobProgress m_progress;
    bool m_hasRefused = false; ///< a roll-out, because another one was being computed
    QElapsedTimer m_sinceFirstPart;
    QString m_problem;
};

} // namespace storyscope::ui
