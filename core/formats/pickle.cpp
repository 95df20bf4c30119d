// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/pickle.h"

#include "core/base/error.h"
#include "core/formats/pickle_calls.h"
#include "core/formats/pickle_opcodes.h"
#include "core/formats/pickle_stack.h"
#include "core/formats/utf8.h"

#include <bit>
#include <stdexcept>

namespace storyscope::formats {

namespace {

constexpr unsigned newestProtocol = 4;
constexpr std::size_t longestNameShown = 100;

/// The stack machine that a pickle is a program for.
class PickleMachine {
public:
    PickleMachine(std::string_view bytes, const PicklePlace& place) : m_bytes(bytes), m_place(place) {}

    Pickle run() {
        try {
            while (step()) {
            }
        } catch (const std::invalid_argument& reason) {
            fail(reason.what());
        }
        m_pickle.sizeBytes = m_at;
        return std::move(m_pickle);
    }

private:
    [[noreturn]] void fail(const std::string& reason) const {
        throw Error(ErrorCode::Malformed, "This pickle is damaged: " + reason, place());
    }

    [[noreturn]] void refuse(const std::string& what) const {
        throw Error(
            ErrorCode::Unsupported,
            "This pickle holds more than tensors and plain values, and Storyscope never runs code from a file: " +
                withValidUtf8(std::string_view(what).substr(0, longestNameShown)),
            place());
    }

    ErrorPlace place() const { return {.file = m_place.file, .byteOffset = m_place.offset + m_at, .row = {}}; }

    std::string_view take(std::size_t size) {
        if (size > m_bytes.size() - m_at) {
            fail("it ends too early");
        }
        const std::string_view taken = m_bytes.substr(m_at, size);
        m_at += size;
        return taken;
    }

    std::uint64_t number(unsigned size) {
        std::uint64_t value = 0;
        const std::string_view bytes = take(size);
        for (unsigned i = 0; i < size; ++i) {
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
        }
        return value;
    }

    std::string_view line() {
        const std::size_t end = m_bytes.find('\n', m_at);
        if (end == std::string_view::npos) {
            fail("it ends too early");
        }
        const std::string_view text = take(end - m_at);
        take(1);
        return text;
    }

    void push(PickleId id) { m_stack.push(id); }
    void push(PickleValue value) { push(m_calls.add(std::move(value))); }
    void pushInteger(std::int64_t value) {
        push({.kind = PickleKind::Integer, .integer = value, .text = {}, .items = {}});
    }
    void pushText(std::string_view text) { push({.kind = PickleKind::Text, .text = std::string(text), .items = {}}); }

    void pushCollection(PickleKind kind, const std::vector<PickleId>& items) {
        const PickleId id = m_calls.add({.kind = kind, .text = {}, .items = {}});
        m_calls.addItems(id, items.data(), items.size());
        push(id);
    }

    void pushTuple(std::size_t size) {
        std::vector<PickleId> items(size);
        for (std::size_t i = size; i > 0; --i) {
            items[i - 1] = m_stack.pop();
        }
        pushCollection(PickleKind::Tuple, items);
    }

    void extend(PickleKind kind, const std::vector<PickleId>& items) {
        const PickleId target = m_stack.top();
        if (m_pickle.at(target).kind != kind || (kind == PickleKind::Dictionary && items.size() % 2 != 0)) {
            fail("it adds items to something that takes none");
        }
        m_calls.addItems(target, items.data(), items.size());
    }

    void pushGlobal(std::string_view module, std::string_view name) {
        const auto global = PickleCalls::findGlobal(module, name);
        if (!global) {
            refuse(std::string(module.substr(0, longestNameShown)) + " " +
                   std::string(name.substr(0, longestNameShown)));
        }
        push({.kind = PickleKind::Global, .integer = *global, .text = {}, .items = {}});
    }

    void pushStackGlobal() {
        const PickleValue& name = m_pickle.at(m_stack.pop());
        const PickleValue& module = m_pickle.at(m_stack.pop());
        if (name.kind != PickleKind::Text || module.kind != PickleKind::Text) {
            fail("a global without a name");
        }
        pushGlobal(module.text, name.text);
    }

    void pushLong(std::size_t size) {
        const std::string_view bytes = take(size);
        if (size > sizeof(std::uint64_t)) {
            push({.kind = PickleKind::Long, .text = std::string(bytes), .items = {}});
            return;
        }
        const bool isNegative = size > 0 && (static_cast<unsigned char>(bytes[size - 1]) & 0x80U) != 0;
        std::uint64_t value = isNegative ? ~std::uint64_t{0} : 0;
        for (std::size_t i = size; i > 0; --i) {
            value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
        }
        pushInteger(static_cast<std::int64_t>(value));
    }

    void pushNumber() {
        std::uint64_t bits = 0;
        for (const char byte : take(sizeof bits)) { // big-endian, unlike everything else
            bits = bits << 8 | static_cast<unsigned char>(byte);
        }
        push({.kind = PickleKind::Number, .number = std::bit_cast<double>(bits), .text = {}, .items = {}});
    }

    void build() {
        m_stack.pop();
        if (!m_calls.takesState(m_stack.top())) {
            refuse("the state of an object");
        }
    }

    void call() {
        const PickleId arguments = m_stack.pop();
        push(m_calls.call(m_stack.pop(), arguments));
    }

    bool step();
    bool stepValues(PickleOpcode opcode);
    void stepCollections(PickleOpcode opcode);

    std::string_view m_bytes;
    const PicklePlace& m_place;
    std::size_t m_at = 0;
    Pickle m_pickle;
    PickleCalls m_calls{m_pickle};
    PickleStack m_stack;
};

/// Returns false after the end of the program.
bool PickleMachine::step() {
    const auto opcode = static_cast<PickleOpcode>(number(1));
    switch (opcode) {
    case PickleOpcode::Proto:
        if (number(1) > newestProtocol) {
            refuse("a protocol newer than 4");
        }
        return true;
    case PickleOpcode::Frame:
        number(8);
        return true;
    case PickleOpcode::Stop:
        m_pickle.root = m_stack.pop();
        return false;
    case PickleOpcode::BinPut:
        m_stack.remember(number(1));
        return true;
    case PickleOpcode::LongBinPut:
        m_stack.remember(number(4));
        return true;
    case PickleOpcode::Memoize:
        m_stack.rememberNext();
        return true;
    case PickleOpcode::BinGet:
        m_stack.recall(number(1));
        return true;
    case PickleOpcode::LongBinGet:
        m_stack.recall(number(4));
        return true;
    case PickleOpcode::Global: {
        const std::string_view module = line();
        pushGlobal(module, line());
        return true;
    }
    case PickleOpcode::StackGlobal:
        pushStackGlobal();
        return true;
    case PickleOpcode::Reduce:
        call();
        return true;
    case PickleOpcode::Build:
        build();
        return true;
    case PickleOpcode::BinPersId:
        push(m_calls.storage(m_stack.pop()));
        return true;
    default:
        if (!stepValues(opcode)) {
            stepCollections(opcode);
        }
        return true;
    }
}

/// Returns false if the instruction is not one that pushes a plain value.
bool PickleMachine::stepValues(PickleOpcode opcode) {
    switch (opcode) {
    case PickleOpcode::None:
        push({.kind = PickleKind::None, .text = {}, .items = {}});
        return true;
    case PickleOpcode::NewTrue:
    case PickleOpcode::NewFalse:
        push({.kind = PickleKind::Boolean, .integer = opcode == PickleOpcode::NewTrue, .text = {}, .items = {}});
        return true;
    case PickleOpcode::BinInt:
        pushInteger(static_cast<std::int32_t>(number(4)));
        return true;
    case PickleOpcode::BinInt1:
        pushInteger(static_cast<std::int64_t>(number(1)));
        return true;
    case PickleOpcode::BinInt2:
        pushInteger(static_cast<std::int64_t>(number(2)));
        return true;
    case PickleOpcode::Long1:
        pushLong(number(1));
        return true;
    case PickleOpcode::BinFloat:
        pushNumber();
        return true;
    case PickleOpcode::BinUnicode:
    case PickleOpcode::BinString:
        pushText(take(number(4)));
        return true;
    case PickleOpcode::ShortBinUnicode:
    case PickleOpcode::ShortBinString:
        pushText(take(number(1)));
        return true;
    case PickleOpcode::BinUnicode8:
        pushText(take(number(8)));
        return true;
    default:
        return false;
    }
}

void PickleMachine::stepCollections(PickleOpcode opcode) {
    switch (opcode) {
    case PickleOpcode::Mark:
        m_stack.mark();
        return;
    case PickleOpcode::EmptyTuple:
        pushTuple(0);
        return;
    case PickleOpcode::Tuple1:
        pushTuple(1);
        return;
    case PickleOpcode::Tuple2:
        pushTuple(2);
        return;
    case PickleOpcode::Tuple3:
        pushTuple(3);
        return;
    case PickleOpcode::Tuple:
        pushCollection(PickleKind::Tuple, m_stack.popToMark());
        return;
    case PickleOpcode::EmptyList:
        pushCollection(PickleKind::List, {});
        return;
    case PickleOpcode::EmptyDict:
        pushCollection(PickleKind::Dictionary, {});
        return;
    case PickleOpcode::Append: {
        const PickleId item = m_stack.pop();
        extend(PickleKind::List, {item});
        return;
    }
    case PickleOpcode::Appends:
        extend(PickleKind::List, m_stack.popToMark());
        return;
    case PickleOpcode::SetItem: {
        const PickleId value = m_stack.pop();
        const PickleId key = m_stack.pop();
        extend(PickleKind::Dictionary, {key, value});
        return;
    }
    case PickleOpcode::SetItems:
        extend(PickleKind::Dictionary, m_stack.popToMark());
        return;
    default:
        refuse("the instruction " + opcodeName(opcode));
    }
}

} // namespace

Pickle readPickle(std::string_view bytes, const PicklePlace& place) {
    return PickleMachine(bytes, place).run();
}

} // namespace storyscope::formats
