// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace CLI {
class App;
}

namespace storyscope::cli {

/// What every subcommand gets from main(); outlives the parsing of the command line.
struct Session {
    std::stop_token stop; ///< asked for by Ctrl+C or SIGTERM
    int threads = 0;      ///< computing threads for models; 0: all physical cores
};

/// Each adds one subcommand with its options, help and work. The work runs while the command line is parsed and throws
/// storyscope::Error, or CLI::ParseError for wrong usage that only shows when options are seen together.
void addFramesCommand(CLI::App& program, Session& session);
void addStoryCommand(CLI::App& program, Session& session);
void addAttentionCommand(CLI::App& program, Session& session);
void addDatasetCommand(CLI::App& program, Session& session);
void addSynthCommand(CLI::App& program, Session& session);
void addPresetsCommand(CLI::App& program, Session& session);
void addModelsCommand(CLI::App& program, Session& session);
void addMetricsCommand(CLI::App& program, Session& session);
void addTrainCommand(CLI::App& program, Session& session);
void addEvaluateCommand(CLI::App& program, Session& session);
void addCompareCommand(CLI::App& program, Session& session);

} // namespace storyscope::cli
