using System.Globalization;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>Property names for columns: PowerShell's properties ignore case and must differ, Snowflake's columns need not.</summary>
internal static class ColumnNames
{
    // PowerShell shows these members of any object in place of properties of the same name.
    private static readonly string[] MembersOfAll =
    [
        "ToString",
        "GetType",
        "GetHashCode",
        "Equals",
        "PSObject",
        "PSBase",
        "PSAdapted",
        "PSExtended",
        "PSTypeNames",
    ];

    public static string[] MakeUnique(IReadOnlyList<ResultColumn> columns)
    {
        var taken = new HashSet<string>(columns.Select(c => c.Name), StringComparer.OrdinalIgnoreCase);
        var used = new HashSet<string>(MembersOfAll, StringComparer.OrdinalIgnoreCase);
        var names = new string[columns.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var name = columns[i].Name.Length == 0 ? "Column" + Number(i + 1) : columns[i].Name;
            var candidate = name;
            for (var n = 2; used.Contains(candidate) || (n > 2 && taken.Contains(candidate)); n++)
                candidate = name + "_" + Number(n);

            used.Add(candidate);
            names[i] = candidate;
        }

        return names;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
