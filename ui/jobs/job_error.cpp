// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_error.h"

#include "ui/common/text.h"

#include <QCoreApplication>
#include <new>

namespace storyscope::ui {

namespace {

struct JobErrorText {
    Q_DECLARE_TR_FUNCTIONS(JobErrors)
};

QString kindOf(ErrorCode code) {
    switch (code) {
    case ErrorCode::NotFound:
        return JobErrorText::tr("It does not exist.");
    case ErrorCode::Unreadable:
        return JobErrorText::tr("The system does not allow it to be read or written.");
    case ErrorCode::Malformed:
        return JobErrorText::tr("Its content breaks the rules of its format.");
    case ErrorCode::Unsupported:
        return JobErrorText::tr("It is of a kind that Storyscope does not handle.");
    case ErrorCode::Mismatch:
        return JobErrorText::tr("Two things do not fit together.");
    case ErrorCode::BadArgument:
        return JobErrorText::tr("A value makes no sense here.");
    case ErrorCode::OutOfSpace:
        return JobErrorText::tr("The disk is full or memory ran out.");
    case ErrorCode::Cancelled:
        return JobErrorText::tr("It was stopped.");
    case ErrorCode::Numerical:
        return JobErrorText::tr("A value became infinite or undefined.");
    case ErrorCode::Internal:
        return JobErrorText::tr("This is a bug of Storyscope.");
    }
    return {};
}

QString detailsOf(const Error& error) {
    QString details = kindOf(error.code());
    if (!error.place().file.empty()) {
        details += QLatin1Char('\n') + JobErrorText::tr("File: %1").arg(toText(error.place().file));
    }
    if (error.place().byteOffset) {
        details += QLatin1Char('\n') + JobErrorText::tr("At byte %1").arg(*error.place().byteOffset);
    }
    if (error.place().row) {
        details += QLatin1Char('\n') + JobErrorText::tr("In row %1").arg(*error.place().row);
    }
    return details;
}

} // namespace

JobError describeCurrentException() {
    try {
        throw;
    } catch (const Error& error) {
        return {error.code(), toText(std::string(error.what())), detailsOf(error), toText(error.place().file)};
    } catch (const std::bad_alloc&) {
        return {ErrorCode::OutOfSpace, JobErrorText::tr("There is not enough memory for this."), {}};
    } catch (const std::exception& error) {
        return {ErrorCode::Internal, JobErrorText::tr("Something went wrong inside Storyscope."),
                toText(std::string(error.what()))};
    } catch (...) {
        return {ErrorCode::Internal, JobErrorText::tr("Something went wrong inside Storyscope."), {}};
    }
}

} // namespace storyscope::ui
