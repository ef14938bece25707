using System.Diagnostics;

namespace QlikSnowflake.Tests.Pester;

/// <summary>Where on earth a run takes place: the time zone and the culture of its PowerShell and of all that it starts.</summary>
/// <param name="Name">The name of a row.</param>
/// <param name="TimeZone">The zone by its IANA name; null for that of this machine. Windows does not heed it.</param>
/// <param name="Culture">The culture's name; null for that of this machine.</param>
internal sealed record Place(string Name, string? TimeZone, string? Culture)
{
    /// <summary>As this machine is set up.</summary>
    public static Place Here { get; } = new("here", null, null);

    /// <summary>West of Greenwich with summer time; and half an hour beside the full hours, where i is not the small I.</summary>
    public static IReadOnlyList<Place> Elsewhere { get; } =
    [new("New York", "America/New_York", null), new("Kolkata in Turkish", "Asia/Kolkata", "tr-TR")];

    /// <summary>A place by its name.</summary>
    public static Place Of(string name) => Elsewhere.Prepend(Here).Single(place => place.Name == name);

    /// <summary>Sets the variables of a process that is to run there.</summary>
    public void Apply(ProcessStartInfo start)
    {
        if (TimeZone is not null)
            start.Environment["TZ"] = TimeZone;
        if (Culture is not null)
            start.Environment["LC_ALL"] = Culture.Replace('-', '_') + ".UTF-8";
    }
}
