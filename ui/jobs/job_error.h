// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QMetaType>
#include <QString>

namespace storyscope::ui {

/// What went wrong in a job, ready to be shown.
struct JobError {
    ErrorCode code = ErrorCode::Internal;
    QString message;   ///< one sentence for a person that names file and cause
    QString details;   ///< the rest; may be empty
    QString file = {}; ///< that it is about; empty: about none
};

/// Turns the exception that is being handled into what a person reads. Call inside a catch block; any thread.
JobError describeCurrentException();

} // namespace storyscope::ui

Q_DECLARE_METATYPE(storyscope::ui::JobError)
