// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_printer.h"

#include "app/cli/output.h"
#include "core/base/number_text.h"

#include <cstdio>
#include <variant>

namespace storyscope::cli {

namespace {

constexpr std::chrono::seconds stepLineInterval{15};
constexpr double noticeableWaiting = 0.05;

std::string lossesText(const training::Losses& losses) {
    std::string text;
    for (const auto& [name, value] : losses) {
        text += (text.empty() ? "" : "  ") + name + ' ' + formatNumber(value, 4);
    }
    return text;
}

std::string totalText(const training::Losses& losses) {
    const auto total = losses.find("total");
    return total == losses.end() ? lossesText(losses) : "loss " + formatNumber(total->second, 4);
}

} // namespace

void TrainingPrinter::onEvent(const training::TrainingEvent& event) {
    std::visit([this](const auto& what) { show(what); }, event);
}

void TrainingPrinter::show(const training::Preparing& event) {
    m_line.show(event.stage, event.done, event.total);
    if (!m_line.isShown() && event.stage != m_stage) {
        print(event.stage);
    }
    m_stage = event.stage;
}

void TrainingPrinter::show(const training::BatchDone& event) {
    const std::string remark = totalText(event.losses) + "  " + formatDuration(event.secondsLeft) + " left";
    m_line.show("Epoch " + std::to_string(event.epoch), event.step, event.totalSteps, remark);
    const auto now = std::chrono::steady_clock::now();
    if (!m_line.isShown() && now - m_lastStepPrinted >= stepLineInterval) {
        m_lastStepPrinted = now;
        print("epoch " + std::to_string(event.epoch) + "  step " + std::to_string(event.step) + '/' +
              std::to_string(event.totalSteps) + "  " + remark);
    }
}

void TrainingPrinter::show(const training::EpochDone& event) {
    print("Epoch " + std::to_string(event.epoch) + '/' + std::to_string(event.epochs) + " after " +
          formatDuration(event.elapsedSeconds) + (event.isBest ? ", the best so far" : "") + "\n  training    " +
          lossesText(event.training) + "\n  validation  " + lossesText(event.validation));
    if (event.waitingShare > noticeableWaiting) {
        print("  The step waited for pictures " + formatShare(event.waitingShare) +
              " of the time; more loader_threads may help");
    }
    for (const Issue& issue : event.issues) {
        print("  " + issue.place + ": " + issue.text);
    }
}

void TrainingPrinter::show(const training::SampleStory& event) {
    std::string text = "  A validation story now:";
    for (std::size_t frame = 0; frame < event.captions.size(); ++frame) {
        text += "\n    " + std::to_string(frame + 1) + "  " + event.captions[frame];
    }
    print(text);
}

void TrainingPrinter::print(const std::string& line) {
    m_line.wipe();
    std::fprintf(stderr, "%s\n", line.c_str());
    std::fflush(stderr);
}

} // namespace storyscope::cli
