using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands;

/// <summary>One new name for several things, of which only the first could get it.</summary>
internal static class RenameOfSeveral
{
    public static InputException Error(string newName, IEnumerable<string> names)
    {
        var all = names.ToArray();
        return new InputException(
            ErrorIds.RenameOfSeveral,
            $"{all.Length} data connections cannot all be named {Quoted.Text(newName)}: "
                + string.Join(", ", all.Take(5).Select(Quoted.Text))
                + (all.Length > 5 ? " and more." : "."),
            "Name one, or rename them one by one."
        );
    }
}
