using System.Management.Automation;
using System.Runtime.CompilerServices;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>
/// Which session an object came from. That is kept beside the object, for as long as it lives, and not in it: so it survives
/// sorting and filtering, and no view, export or text can show it.
/// </summary>
internal static class ObjectSessions
{
    private static readonly ConditionalWeakTable<object, IServiceSession> Origins = new();
    private static readonly System.Reflection.Assembly OwnTypes = typeof(IServiceSession).Assembly;

    /// <summary>Notes where an object came from; values that are nobody's own, such as text and rows, are passed over.</summary>
    public static void Remember(object? value, IServiceSession session)
    {
        if (Key(value) is not { } key || !(key is PSObject || key.GetType().Assembly == OwnTypes))
            return;
        lock (Origins)
        {
            Origins.Remove(key);
            Origins.Add(key, session);
        }
    }

    /// <summary>The session that an object came from, or null where none is known.</summary>
    public static IServiceSession? Find(object? value) =>
        Key(value) is { } key && Origins.TryGetValue(key, out var session) ? session : null;

    /// <summary>Whether the object is a copy of one of ours that no longer knows its session: read from a file, or selected.</summary>
    public static bool IsCopy(object? value) =>
        value is PSObject wrapped
        && wrapped.TypeNames.Any(name =>
            name.StartsWith("Deserialized.QlikSnowflake.", StringComparison.Ordinal)
            || name.StartsWith("Selected.QlikSnowflake.", StringComparison.Ordinal)
            || name.StartsWith("CSV:QlikSnowflake.", StringComparison.Ordinal)
        );

    // A custom object is its wrapper; of anything else the wrapper comes and goes.
    private static object? Key(object? value) =>
        value is PSObject wrapped
            ? wrapped.BaseObject is PSCustomObject
                ? wrapped
                : wrapped.BaseObject
            : value;
}
