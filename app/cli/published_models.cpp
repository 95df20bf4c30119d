// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/published_models.h"

#include "app/cli/output.h"
#include "app/cli/terminal_progress.h"
#include "core/base/error.h"
#include "core/hub/download.h"
#include "core/hub/installed_models.h"

#include <poll.h>
#include <unistd.h>

namespace storyscope::cli {

namespace {

constexpr int pollMilliseconds = 50;

void print(const std::string& text) {
    writeOutput(std::string(standardOutput), text);
}

/// The next line that a person types; a stop ends the waiting.
std::string typedLine(const std::stop_token& stop) {
    std::string line;
    char next = 0;
    while (true) {
        throwIfStopped(stop);
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (::poll(&input, 1, pollMilliseconds) <= 0) {
            continue;
        }
        if (::read(STDIN_FILENO, &next, 1) != 1 || next == '\n') {
            return line;
        }
        line += next;
    }
}

/// Throws where nobody can be asked.
bool hasConsent(Consent consent, const std::string& question, const Session& session) {
    if (consent == Consent::Given) {
        return true;
    }
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDOUT_FILENO) != 1) {
        throw Error(ErrorCode::BadArgument, "Nothing was done, because nobody can be asked here: add --yes to agree");
    }
    print(question + " [y/N] ");
    const std::string answer = typedLine(session.stop);
    if (answer == "y" || answer == "Y" || answer == "yes") {
        return true;
    }
    print("Nothing was done.\n");
    return false;
}

std::string described(const hub::Plan& plan) {
    const std::uint64_t present = plan.presentBytes();
    std::string text = plan.repository + "\nrevision        " + plan.revision + ", commit " + plan.commit +
                       "\nlicence         " + (plan.licence.empty() ? "not stated" : plan.licence) +
                       "\naccess          " +
                       (plan.isGated ? "must be asked for on the model's page" : "for everyone") +
                       "\nfiles           " + std::to_string(plan.files.size()) + ", " + formatSize(plan.totalBytes());
    if (present > 0) {
        text += "; " + formatSize(present) + " are here already";
    }
    for (const hub::PlannedFile& file : plan.files) {
        const std::string size = file.sizeBytes ? formatSize(*file.sizeBytes) : "size not stated";
        text += "\n                " + padded(file.name, 40) + ' ' + size;
    }
    return text + "\nfolder          " + plan.folder.string() + '\n';
}

} // namespace

void downloadModel(const std::string& id, const std::string& revision, Consent consent, const Session& session) {
    const hub::Settings settings = hub::Settings::fromEnvironment();
    const hub::Plan plan = hub::plan(id, revision, settings, session.stop);
    print(described(plan));
    if (!plan.isInstalled() && !hasConsent(consent, "Download it?", session)) {
        return;
    }
    TerminalProgress progress;
    const std::filesystem::path folder = hub::download(plan, settings, session.stop, progress);
    print("Downloaded and verified: " + folder.string() + '\n');
}

void verifyModel(const std::string& id, const Session& session) {
    const hub::Settings settings = hub::Settings::fromEnvironment();
    hub::Verification verification;
    {
        TerminalProgress progress;
        verification = hub::verify(settings.cache, id, session.stop, progress);
    }
    for (const Issue& problem : verification.problems) {
        print(problem.place + ": " + problem.text + '\n');
    }
    if (!verification.isGood()) {
        throw Error(ErrorCode::Mismatch, id + " is damaged in " + formatCount(std::ssize(verification.problems)) +
                                             " places: `storyscope-cli models remove " + id +
                                             "`, then download it again");
    }
    print(id + ": " + std::to_string(verification.fileCount) + " files, " + formatSize(verification.sizeBytes) +
          ", are what they were\n");
}

void removeModel(const std::string& id, Consent consent, const Session& session) {
    const hub::Settings settings = hub::Settings::fromEnvironment();
    const std::string question =
        "Delete " + id + " from " + settings.cache.string() + ", for every program that uses it?";
    if (!hasConsent(consent, question, session)) {
        return;
    }
    const std::uint64_t freed = hub::remove(settings.cache, id);
    print(id + " was removed: " + formatSize(freed) + " became free\n");
}

std::string publishedModelLines() {
    std::string text;
    for (const hub::InstalledModel& model : hub::installed(hub::Settings::fromEnvironment().cache)) {
        const std::string revision = model.revision.empty() ? model.commit.substr(0, 12) : model.revision;
        text += padded(model.id, 40) + ' ' + padded(revision, 12) + ' ' + padded(formatSize(model.sizeBytes), 10) +
                ' ' + model.folder.string() + '\n';
    }
    return text;
}

} // namespace storyscope::cli
