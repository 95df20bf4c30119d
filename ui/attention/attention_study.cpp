// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/attention/attention_study.h"

#include <algorithm>

namespace storyscope::ui {

AttentionStudy::AttentionStudy(QObject* parent) : QObject(parent) {
    connect(&m_job, &AttentionJob::rolledOut, this, [this](const ToldStoryPtr& story, const auto& record) {
        if (story == m_story) {
            m_rollOuts.push_back(record);
            m_rollingOut.reset();
            emit found();
        }
    });
    connect(&m_job, &AttentionJob::occluded, this, [this](const ToldStoryPtr& story, const OcclusionMapPtr& map) {
        if (story == m_story) {
            m_occlusions.push_back(map);
            m_checking.reset();
            emit found();
        }
    });
    connect(&m_job, &Job::failed, this, [this](const JobError& error) { m_problem = error.message; });
    connect(&m_job, &Job::progressed, this, [this](const JobProgress& progress) {
        if (progress.done <= 1) {
            m_sinceFirstPart.start();
        }
        m_progress = progress;
        emit progressed();
    });
    connect(&m_job, &Job::busyChanged, this, [this](bool busy) {
        if (!busy) {
            endWork();
        }
    });
}

void AttentionStudy::setStory(const ToldStoryPtr& story) {
    if (story != m_story) {
        m_story = story;
        m_rollOuts.clear();
        m_occlusions.clear();
        m_problem.clear();
        m_job.stop();
        endWork();
    }
}

bool AttentionStudy::offersRollOut(const StoryResult& result) {
    return std::ranges::any_of(result.attention, [](const auto& record) { return !record.classShares.empty(); });
}

std::shared_ptr<const Attention> AttentionStudy::rollOut(const inference::ToldText& text) {
    const auto known = std::ranges::find_if(
        m_rollOuts, [&](const auto& record) { return record->kind == text.kind && record->subject == text.subject; });
    if (known != m_rollOuts.end()) {
        return *known;
    }
    // One at a time: when the work ends, whoever still wants another one asks again.
    m_hasRefused = m_job.isBusy();
    if (m_story && m_story->isComplete && !m_hasRefused && m_problem.isEmpty()) {
        m_rollingOut = text;
        m_job.rollOut(m_story, text);
    }
    return nullptr;
}

OcclusionMapPtr AttentionStudy::occlusion(const inference::OcclusionRequest& word) const {
    const auto known = std::ranges::find_if(m_occlusions, [&](const auto& map) {
        return map->text == word.text && map->token == word.token && map->frame == word.frame;
    });
    return known != m_occlusions.end() ? *known : nullptr;
}

void AttentionStudy::check(const inference::OcclusionRequest& word) {
    if (!m_story || !m_story->isComplete || m_checking || occlusion(word)) {
        return;
    }
    m_problem.clear();
    m_progress = {};
    m_checking = word;
    m_job.occlude(m_story, word);
    emit progressed();
}

void AttentionStudy::stop() {
    m_job.stop();
}

/// What was asked for and not found will not come any more.
void AttentionStudy::endWork() {
    const bool wasWorking = m_checking || m_rollingOut || m_hasRefused;
    m_hasRefused = false;
    m_checking.reset();
    m_rollingOut.reset();
    m_progress = {};
    if (wasWorking) {
        emit found();
    }
}

std::optional<double> AttentionStudy::secondsLeft() const {
    if (m_progress.done < 2 || m_progress.total < 1) {
        return std::nullopt;
    }
    const double perPart =
        static_cast<double>(m_sinceFirstPart.elapsed()) / 1000 / static_cast<double>(m_progress.done - 1);
    return perPart * static_cast<double>(m_progress.total - m_progress.done);
}

} // namespace storyscope::ui
