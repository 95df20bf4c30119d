// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/exit_codes.h"
#include "app/cli/interrupt.h"
#include "core/base/blas_kernels.h"
#include "core/base/error.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

namespace storyscope::cli {

namespace {

void addCommands(CLI::App& program, Session& session) {
#ifdef STORYSCOPE_CLI_MEDIA
    addFramesCommand(program, session);
    addStoryCommand(program, session);
    addAttentionCommand(program, session);
    addSynthCommand(program, session);
    addDatasetCommand(program, session);
#endif
    addPresetsCommand(program, session);
    addModelsCommand(program, session);
    addMetricsCommand(program, session);
#ifdef STORYSCOPE_CLI_MEDIA
    addTrainCommand(program, session);
    addEvaluateCommand(program, session);
    addCompareCommand(program, session);
#endif
}

int report(const std::string& message, int exitCode) {
    std::cout.flush();
    std::cerr << "storyscope-cli: " << message << '\n';
    return exitCode;
}

int reportUsage(const CLI::App& program, const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
        return program.exit(error); // --help and --version
    }
    std::string command = "storyscope-cli";
    const CLI::App* deepest = &program;
    while (!deepest->get_subcommands().empty()) {
        deepest = deepest->get_subcommands().front();
        command += ' ' + deepest->get_name();
    }
    const std::vector<std::string> unknown = program.remaining(true);
    const bool isUnknownCommand = deepest->get_require_subcommand_min() > 0 && !unknown.empty();
    const std::string message = isUnknownCommand ? "There is no command \"" + unknown.front() + '"' : error.what();
    return report(message + "\nTry: " + command + " --help", exitWrongUsage);
}

int run(int argc, char** argv) {
    const InterruptWatcher interrupt;
    Session session{.stop = interrupt.token(), .threads = 0};

    CLI::App program("Tells, inspects, trains and evaluates visual stories without a window.", "storyscope-cli");
    program.set_version_flag("--version", "storyscope-cli " STORYSCOPE_VERSION);
    program.add_option("--threads", session.threads, "Computing threads (default: all physical cores)")
        ->check(CLI::Range(1, 1024));
    program.require_subcommand(1);
    program.fallthrough();
    program.footer("Example:\n  storyscope-cli story holiday.mp4 --html story.html\n\n"
                   "Every subcommand has its own --help.");
    addCommands(program, session);
    try {
        program.parse(argc, argv);
        return exitSuccess;
    } catch (const CLI::ParseError& error) {
        return reportUsage(program, error);
    } catch (const Error& error) {
        return error.code() == ErrorCode::Cancelled ? report("Stopped", exitInterrupted)
                                                    : report(error.what(), exitFailure);
    }
}

} // namespace

} // namespace storyscope::cli

int main(int argc, char** argv) {
    storyscope::restartWithBetterBlasKernels(argv);
    try {
        return storyscope::cli::run(argc, argv);
    } catch (const std::bad_alloc&) {
        return storyscope::cli::report("Memory ran out", storyscope::cli::exitFailure);
    } catch (const std::exception& error) {
        return storyscope::cli::report(error.what(), storyscope::cli::exitFailure);
    }
}
